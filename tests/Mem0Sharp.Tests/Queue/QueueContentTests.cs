using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Queue;

/// <summary>What is kept of a call is all that it says.</summary>
public sealed class QueueContentTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 1, TimeSpan.FromHours(2));

    private static readonly MemoryAddOptions Full = new()
    {
        Mode = MemoryAddMode.Append,
        Images = MemoryImageMode.Describe,
        Queue = MemoryQueueMode.WhenUnavailable,
        SingleModelCall = true,
        Subject = FactSubject.Both,
        Context = [new ChatMessage(ChatRole.Assistant, "Earlier") { AuthorName = "bot", MessageId = "m0" }],
        ExtractionInstructions = "find \"all\"",
        ArbitrationInstructions = "keep\nall",
        Metadata = new JsonObject { ["n"] = 1.50m, ["x"] = new JsonArray("a", null, true), ["é"] = "ü\0" },
        Tags = ["a", "b"],
        Type = MemoryType.Episodic,
        IsImmutable = true,
        OccurredAt = Noon,
        ValidFrom = Noon.AddDays(1),
        ValidTo = Noon.AddDays(2),
        ExpiresAt = Noon.AddDays(3),
        IdempotencyKey = "key",
        ChangedBy = "someone",
        ChangedByRole = "tool",
        Trust = MemoryTrust.Trusted,
        Reason = "because",
    };

    [Fact]
    public void Read_OfAnAdd_GivesEverySetting()
    {
        QueuedAdd add = Add(Conversation.Of([new(ChatRole.User, "Hi")]), Full);

        MemoryAddOptions read = QueuedAdd.Read(Call(QueuedCallKind.Add, add.ToJson())).Options;

        foreach (PropertyInfo property in typeof(MemoryAddOptions).GetProperties())
        {
            object? written = property.GetValue(Full);
            written.Should().NotBe(property.GetValue(new MemoryAddOptions()), "the test sets {0}", property.Name);
            Same(property.GetValue(read), written).Should().BeTrue("{0} is kept", property.Name);
        }

        QueuedAdd.Read(Call(QueuedCallKind.Add, Add(add.Conversation, new MemoryAddOptions()).ToJson())).Options
            .Should().BeEquivalentTo(new MemoryAddOptions());
    }

    [Fact]
    public void Read_OfAnAdd_GivesTheConversationAndWhoseItIs()
    {
        ChatMessage seen = new(ChatRole.User, [new TextContent("Look \U0001F3BB"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])
        {
            AuthorName = "Alice",
        };
        ChatMessage linked = new(ChatRole.User, [new UriContent("https://example.com/a.png", "image/png")]) { MessageId = "m2" };
        Conversation conversation = Conversation.Of([seen, linked, new(ChatRole.Tool, "Result")], MemoryImageMode.Describe);

        QueuedAdd read = QueuedAdd.Read(Call(QueuedCallKind.Add, Add(conversation, new()).ToJson()));

        (read.Scope, read.Within, read.Mode).Should().Be((MemoryScope.ForUser("alice", "agent", "run", "app"), MemoryScope.ForUser("alice"), MemoryAddMode.Append));
        read.Conversation.Should().BeEquivalentTo(new { conversation.Ids, IsDirect = false, HasImages = true });
        read.Conversation.Messages.Select(message => (message.Role, message.Text, message.AuthorName, message.MessageId))
            .Should().Equal(conversation.Messages.Select(message => (message.Role, message.Text, message.AuthorName, message.MessageId)));
        read.Conversation.Messages.SelectMany(MessageImages.Fingerprints).Should().Equal(conversation.Messages.SelectMany(MessageImages.Fingerprints));
        QueuedAdd.Read(Call(QueuedCallKind.Add, Add(Conversation.Of("a text"), new()).ToJson())).Conversation.IsDirect.Should().BeTrue();
    }

    [Fact]
    public void ToJson_OfAConversationWhoseImagesAreSkipped_KeepsTheReasonAndNoImage()
    {
        ChatMessage seen = new(ChatRole.User, [new TextContent("Look"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]);

        string json = Add(Conversation.Of([seen]), new()).ToJson();

        json.Should().NotContain("image/png");
        QueuedAdd.Read(Call(QueuedCallKind.Add, json)).Conversation.SkippedImages.Should().ContainSingle().Which.Message.Should().Be(0);
    }

    [Fact]
    public void Read_OfABatch_GivesEveryPartOfItsPatches()
    {
        MemoryPatch full = new()
        {
            Text = "text",
            Metadata = MetadataPatch.Merge(new JsonObject { ["a"] = null, ["b"] = 1.50m }),
            Tags = TagsPatch.Change(["x"], ["y"]),
            Links = LinksPatch.Change([new MemoryLink("p", 0.1 + 0.2)], ["q"]),
            ExpiresAt = Noon,
            ValidFrom = InstantPatch.Clear,
            ValidTo = Noon.AddDays(1),
            Timestamp = Noon,
            IsImmutable = true,
            Embedding = new Embedding<float>(new[] { 0.1f, float.Epsilon, -3 }) { ModelId = "model" },
        };
        typeof(MemoryPatch).GetProperties().Should().OnlyContain(property => !Equals(property.GetValue(full), property.GetValue(new MemoryPatch())));
        MemoryUpdate[] updates =
        [
            new("a", full) { ExpectedVersion = 3, OnConflict = ConflictPolicy.Merge },
            new("b", new MemoryPatch { Metadata = MetadataPatch.Replace(new JsonObject { ["z"] = null }) }),
            new("c", new MemoryPatch { Tags = TagsPatch.Replace("p", "q") }),
            new("d", new MemoryPatch { Tags = TagsPatch.Clear, ExpiresAt = InstantPatch.Clear }),
            new("e", new MemoryPatch { Links = LinksPatch.Replace(new MemoryLink("x", 1e-300), new MemoryLink("y")) }),
            new("f", new MemoryPatch { Links = LinksPatch.Clear }),
            new("g", new MemoryPatch { Links = LinksPatch.Set() }),
        ];
        BatchUpdateOptions options = new()
        {
            AllOrNothing = true,
            IdempotencyKey = "key",
            Queue = MemoryQueueMode.Always,
            ChangedBy = "someone",
            ChangedByRole = "tool",
            Trust = MemoryTrust.Untrusted,
            Reason = "because",
        };
        typeof(BatchUpdateOptions).GetProperties().Should().OnlyContain(property => !Equals(property.GetValue(options), property.GetValue(new BatchUpdateOptions())));

        QueuedBatch read = QueuedBatch.Read(Call(QueuedCallKind.BatchUpdate, new QueuedBatch(updates, MemoryScope.ForApp("app"), options).ToJson()));

        read.Within.Should().Be(MemoryScope.ForApp("app"));
        read.Options.Should().BeEquivalentTo(options);
        read.Updates.Select(update => (update.Id, update.ExpectedVersion, update.OnConflict, update.Patch.Fingerprint))
            .Should().Equal(updates.Select(update => (update.Id, update.ExpectedVersion, update.OnConflict, update.Patch.Fingerprint)));
        read.Updates[0].Patch.Embedding!.ModelId.Should().Be("model");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"scope":{},"mode":"None"}""")]
    public void Read_OfWhatIsDamaged_IsATypedError(string content)
    {
        Action add = () => QueuedAdd.Read(Call(QueuedCallKind.Add, content));
        Action batch = () => QueuedBatch.Read(Call(QueuedCallKind.BatchUpdate, content));

        add.Should().Throw<MemoryStoreException>();
        batch.Should().Throw<MemoryStoreException>();
    }

    private static QueuedAdd Add(Conversation conversation, MemoryAddOptions options) =>
        new(conversation, MemoryScope.ForUser("alice", "agent", "run", "app"), MemoryScope.ForUser("alice"), MemoryAddMode.Append, options);

    private static QueuedCall Call(QueuedCallKind kind, string content) => new() { Id = "x", Kind = kind, QueuedAt = Noon, Content = content };

    private static bool Same(object? read, object? written) => (read, written) switch
    {
        (JsonObject left, JsonObject right) => string.Equals(left.ToJsonString(), right.ToJsonString(), StringComparison.Ordinal),
        (IReadOnlyList<string> left, IReadOnlyList<string> right) => left.SequenceEqual(right, StringComparer.Ordinal),
        (IReadOnlyList<ChatMessage> left, IReadOnlyList<ChatMessage> right) => left.Select(Parts).SequenceEqual(right.Select(Parts)),
        _ => Equals(read, written),
    };

    private static (ChatRole, string, string?, string?) Parts(ChatMessage message) => (message.Role, message.Text, message.AuthorName, message.MessageId);
}
