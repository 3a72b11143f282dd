using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Adding;

/// <summary>An add with a key happens once: no model, no embedding and no row the second time, and the same result in every part.</summary>
public sealed class IdempotentAddTests
{
    private static readonly MemoryAddOptions Keyed = new() { IdempotencyKey = "key-1" };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task AddAsync_InferredByAModelWithAKeyAgain_ReturnsTheSameWithoutAskingAnybody_B9()
    {
        EveryOutcomeArbiter arbiter = new();
        await using MemoryFixture fixture = MemoryFixture.ByModel(builder => builder.UseArbiter(arbiter));
        MemoryAddResult first = await AddEveryOutcomeAsync(fixture);
        foreach (MemoryItem item in first.Items)
        {
            await fixture.Memory.UpdateAsync(item.Id, "changed since", cancellationToken: Token);
        }

        await fixture.ReopenAsync();
        FileRows before = FileRows.Of(fixture);

        MemoryAddResult again = await AddAsync(fixture.Memory, Keyed);
        MemoryAddResult elsewhere = await AddAsync(fixture.OpenOther(), Keyed);

        first.Facts.Select(fact => fact.Outcome).Should().Equal(
            FactOutcome.Added, FactOutcome.Updated, FactOutcome.Deleted, FactOutcome.None, FactOutcome.Refused, FactOutcome.Refused, FactOutcome.Suppressed);
        first.Facts[4].Error.Should().BeOfType<ImmutableMemoryException>();
        first.Facts[0].Candidates.Should().NotBeEmpty();
        first.Usage!.TotalTokenCount.Should().Be(240);
        SameResult.ShouldBe(again, first);
        SameResult.ShouldBe(elsewhere, first);
        FileRows.Of(fixture).Should().Be(before);
        arbiter.Calls.Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_WithAKeyAndAModelThatCountsInDetail_ReturnsTheSameUsage_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Reply(new ChatResponse(new ChatMessage(ChatRole.Assistant, """{"facts":[{"text":"Alice has a cat","messages":[0]}]}"""))
        {
            Usage = new UsageDetails
            {
                InputTokenCount = 100,
                OutputTokenCount = 20,
                TotalTokenCount = 120,
                CachedInputTokenCount = 64,
                ReasoningTokenCount = 7,
                AdditionalCounts = new() { ["tool_calls"] = 3 },
            },
        });
        MemoryAddResult first = await AddAsync(fixture.Memory, Keyed);

        MemoryAddResult again = await AddAsync(fixture.Memory, Keyed);

        first.Usage!.CachedInputTokenCount.Should().Be(64);
        SameResult.ShouldBe(again, first);
    }

    [Fact]
    public async Task AddAsync_InferredByRulesWithAKeyAgain_ReturnsTheSame_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.AddAsync("I live in Berlin.", MemoryFixture.Alice, cancellationToken: Token);
        MemoryAddResult first = await fixture.Memory.AddAsync("I moved from Berlin to Hamburg.", MemoryFixture.Alice, Keyed, Token);
        FileRows before = FileRows.Of(fixture);

        MemoryAddResult again = await fixture.Memory.AddAsync("I moved from Berlin to Hamburg.", MemoryFixture.Alice, Keyed, Token);

        first.Facts.Should().NotBeEmpty();
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_VerbatimWithAKeyAgain_ReturnsTheSame_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        ChatMessage[] messages = [new(ChatRole.User, "first\0part") { AuthorName = "Alice", MessageId = "m1" }, new(ChatRole.Assistant, "second")];
        MemoryAddOptions options = new()
        {
            Mode = MemoryAddMode.Verbatim,
            IdempotencyKey = "key-1",
            Metadata = new JsonObject { ["k"] = 1.50 },
            Tags = ["t"],
            ValidFrom = fixture.Time.GetUtcNow(),
        };
        MemoryAddResult first = await fixture.Memory.AddAsync(messages, MemoryFixture.Alice, options, Token);
        await fixture.Memory.DeleteAsync(first.Items.First().Id, cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        MemoryAddResult again = await fixture.Memory.AddAsync(messages, MemoryFixture.Alice, options, Token);

        first.Items.Should().HaveCount(2);
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_WithAKeyAndNoFact_IsNotAskedAgain_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Extracts();
        MemoryAddResult first = await AddAsync(fixture.Memory, Keyed);
        await fixture.ReopenAsync();
        FileRows before = FileRows.Of(fixture);
        fixture.Extracts("Alice has a cat");

        MemoryAddResult again = await AddAsync(fixture.Memory, Keyed);

        first.Facts.Should().BeEmpty();
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_WithAKeyAndOnlyRefusedFacts_IsNotAskedAgain_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a dog");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":7,"text":"x","old_text":null,"reason":null}""");
        MemoryAddResult first = await AddAsync(fixture.Memory, Keyed);
        FileRows before = FileRows.Of(fixture);

        MemoryAddResult again = await AddAsync(fixture.Memory, Keyed);

        first.Facts.Single().Outcome.Should().Be(FactOutcome.Refused);
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_WithAKeyWhoseModelWasDown_CanBeMadeAgain_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Fail(new HttpRequestException("down"));
        Func<Task<MemoryAddResult>> add = () => AddAsync(fixture.Memory, Keyed);
        await add.Should().ThrowAsync<MemoryNetworkException>();
        fixture.Extracts("Alice has a cat");

        MemoryAddResult result = await add();

        result.Facts.Single().Outcome.Should().Be(FactOutcome.Added);
    }

    public static TheoryData<string, string, MemoryAddOptions> OtherContent => new()
    {
        { "text", "I have a dog", new() },
        { "verbatim", "I have a cat", new() { Mode = MemoryAddMode.Verbatim } },
        { "metadata", "I have a cat", new() { Metadata = new JsonObject { ["k"] = 1 } } },
        { "tags", "I have a cat", new() { Tags = ["a"] } },
        { "type", "I have a cat", new() { Type = MemoryType.Episodic } },
        { "immutable", "I have a cat", new() { IsImmutable = true } },
        { "occurred", "I have a cat", new() { OccurredAt = DateTimeOffset.UnixEpoch } },
        { "valid from", "I have a cat", new() { ValidFrom = DateTimeOffset.UnixEpoch } },
        { "valid to", "I have a cat", new() { ValidTo = DateTimeOffset.UnixEpoch } },
        { "expiry", "I have a cat", new() { ExpiresAt = DateTimeOffset.UnixEpoch } },
        { "subject", "I have a cat", new() { Subject = FactSubject.Both } },
        { "single call", "I have a cat", new() { SingleModelCall = false } },
        { "images", "I have a cat", new() { Images = MemoryImageMode.Refuse } },
        { "context", "I have a cat", new() { Context = [new ChatMessage(ChatRole.User, "Hello")] } },
        { "extraction", "I have a cat", new() { ExtractionInstructions = "Keep pets." } },
        { "arbitration", "I have a cat", new() { ArbitrationInstructions = "Keep pets." } },
    };

    [Theory]
    [MemberData(nameof(OtherContent))]
    public async Task AddAsync_WithAKeyOfAnotherContent_IsRefusedBeforeAModelIsAsked_B9(string name, string text, MemoryAddOptions other)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Extracts("Alice has a cat");
        await AddAsync(fixture.Memory, Keyed);
        FileRows before = FileRows.Of(fixture);
        MemoryAddOptions options = new()
        {
            IdempotencyKey = "key-1",
            Mode = other.Mode,
            Metadata = other.Metadata,
            Tags = other.Tags,
            Type = other.Type,
            IsImmutable = other.IsImmutable,
            OccurredAt = other.OccurredAt,
            ValidFrom = other.ValidFrom,
            ValidTo = other.ValidTo,
            ExpiresAt = other.ExpiresAt,
            Subject = other.Subject,
            SingleModelCall = other.SingleModelCall,
            Images = other.Images,
            Context = other.Context,
            ExtractionInstructions = other.ExtractionInstructions,
            ArbitrationInstructions = other.ArbitrationInstructions,
        };

        Func<Task> add = () => fixture.Memory.AddAsync(text, MemoryFixture.Alice, options, Token);

        await add.Should().ThrowAsync<IdempotencyKeyException>(name);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task AddAsync_WithAKeyAndTheSameWordsOfAnotherSpeaker_IsAnotherContent_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Extracts("Alice has a cat");
        ChatMessage said = new(ChatRole.User, "I have a cat") { AuthorName = "Alice", MessageId = "m1" };
        await fixture.Memory.AddAsync([said], MemoryFixture.Alice, Keyed, Token);
        ChatMessage[] others =
        [
            new(ChatRole.Assistant, said.Text) { AuthorName = "Alice", MessageId = "m1" },
            new(ChatRole.User, said.Text) { AuthorName = "Bob", MessageId = "m1" },
            new(ChatRole.User, said.Text) { AuthorName = "Alice", MessageId = "m2" },
        ];

        foreach (ChatMessage other in others)
        {
            Func<Task> add = () => fixture.Memory.AddAsync([other], MemoryFixture.Alice, Keyed, Token);
            await add.Should().ThrowAsync<IdempotencyKeyException>();
        }
    }

    [Fact]
    public async Task AddAsync_WhoseCallHappensElsewhereWhileItsModelThinks_ReturnsWhatThatOneDid_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        const string Decision = """{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice has a dog","old_text":"Alice has a cat","reason":"a dog"}""";
        MemoryAddResult? quicker = null;
        UpdatingArbiter arbiter = new(async () =>
        {
            fixture.Extracts("Alice has a dog");
            fixture.Decides(Decision);
            quicker = await AddAsync(fixture.Memory, Keyed);
        });
        Memory slow = fixture.OpenOther(builder => builder.UseArbiter(arbiter));
        fixture.Extracts("Alice has a dog");

        MemoryAddResult result = await AddAsync(slow, Keyed);

        quicker!.Facts.Single().Outcome.Should().Be(FactOutcome.Updated);
        SameResult.ShouldBe(result, quicker);
        (await fixture.HistoryAsync(known.Id)).Should().HaveCount(2);
    }

    /// <summary>Makes an add of which every fact ends differently: added, updated, deleted, none, refused with and without an error, suppressed.</summary>
    private static async Task<MemoryAddResult> AddEveryOutcomeAsync(MemoryFixture fixture)
    {
        foreach (string text in (string[])["Alice has a cat", "Alice has a dog", "Alice has a bird", "Alice has a fish"])
        {
            await fixture.StoreAsync(text, options: new MemoryAddOptions { IsImmutable = text.EndsWith("fish", StringComparison.Ordinal) });
        }

        MemoryItem rejected = await fixture.StoreAsync("Alice has a snake");
        await fixture.Memory.DeleteAsync(rejected.Id, cancellationToken: Token);
        fixture.Chat.ReportUsage(100, 20);
        fixture.Extracts(
            "Alice has a horse", "Alice has a tomcat", "Alice has no dog", "Alice has a bird", "Alice has a shark", "Alice has a whale", "Alice has a snake");
        return await AddAsync(fixture.Memory, Keyed);
    }

    private static Task<MemoryAddResult> AddAsync(Memory memory, MemoryAddOptions options) =>
        memory.AddAsync("I have a cat", MemoryFixture.Alice, options, Token);

    private sealed class UpdatingArbiter(Func<Task> meanwhile) : IMemoryArbiter
    {
        public async Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
        {
            await meanwhile();
            return new Arbitration([new MemoryDecision.Update(0, 0, request.Facts[0].Text)]);
        }
    }

    private sealed class EveryOutcomeArbiter : IMemoryArbiter
    {
        public int Calls { get; private set; }

        public Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default)
        {
            Calls++;
            MemoryDecision[] decisions =
            [
                new MemoryDecision.Add(0),
                new MemoryDecision.Update(1, Number("cat"), "Alice has a tomcat", "Alice has a cat") { Reason = "it is a tomcat" },
                new MemoryDecision.Delete(2, Number("dog")) { Reason = "no dog any more" },
                new MemoryDecision.None(3, Number("bird")),
                new MemoryDecision.Update(4, Number("fish"), "Alice has a shark"),
                new MemoryDecision.Update(5, 99, "Alice has a whale"),
            ];
            return Task.FromResult(new Arbitration(
                decisions, new UsageDetails { InputTokenCount = 100, OutputTokenCount = 20, TotalTokenCount = 120 }));

            int Number(string word) => request.Candidates
                .Select((candidate, number) => (candidate.Item.Text, number))
                .Single(candidate => candidate.Text.EndsWith(word, StringComparison.Ordinal)).number;
        }
    }
}
