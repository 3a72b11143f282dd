using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Adding;

public sealed class AddPipelineTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, string> RefusedDecisions => new()
    {
        { """{"fact":0,"event":"UPDATE","candidate":7,"text":"x","old_text":null,"reason":null}""", "not shown" },
        { """{"fact":0,"event":"UPDATE","candidate":-1,"text":"x","old_text":null,"reason":null}""", "not shown" },
        { """{"fact":0,"event":"DELETE","candidate":1,"text":null,"old_text":null,"reason":null}""", "not shown" },
        { """{"fact":0,"event":"NONE","candidate":1,"text":null,"old_text":null,"reason":null}""", "not shown" },
        { """{"fact":0,"event":"UPDATE","candidate":0,"text":"x","old_text":"Alice has a dog","reason":null}""", "misquotes" },
        { """{"fact":0,"event":"DELETE","candidate":0,"text":null,"old_text":"something else","reason":null}""", "misquotes" },
    };

    [Theory]
    [MemberData(nameof(RefusedDecisions))]
    public async Task AddAsync_WhenTheModelTouchesWhatItMayNot_RefusesAndWritesNothing(string decision, string reason)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        MemoryItem foreign = await fixture.StoreAsync("Bob has a cat", MemoryFixture.Bob);
        fixture.Extracts("Alice has a bird");
        fixture.Decides(decision);

        MemoryAddResult result = await AddAsync(fixture, "I have a bird");

        FactResult fact = result.Facts.Should().ContainSingle().Subject;
        fact.Outcome.Should().Be(FactOutcome.Refused);
        fact.Reason.Should().Contain(reason);
        (await fixture.Memory.GetAsync([known.Id, foreign.Id], Token)).Should().Equal(known, foreign);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(2L);
    }

    [Fact]
    public async Task AddAsync_WhenTheQuoteDiffersOnlyInCaseAndSpace_AcceptsTheUpdate()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a dog");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice has a dog","old_text":" alice HAS  a cat","reason":null}""");

        MemoryAddResult result = await AddAsync(fixture, "It is a dog");

        result.Facts.Single().Outcome.Should().Be(FactOutcome.Updated);
    }

    [Fact]
    public async Task AddAsync_WithTwoDecisionsOnOneMemory_AppliesTheFirstAndRefusesTheSecond()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a dog", "Alice has no cat");
        fixture.Decides(
            """{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice has a dog","old_text":"Alice has a cat","reason":null}""",
            """{"fact":1,"event":"DELETE","candidate":0,"text":null,"old_text":"Alice has a cat","reason":null}""");

        MemoryAddResult result = await AddAsync(fixture, "Not a cat, a dog");

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Updated, FactOutcome.Refused);
        (await fixture.Memory.GetAsync(known.Id, Token))!.Text.Should().Be("Alice has a dog");
    }

    [Theory]
    [InlineData("null", "null")]
    [InlineData("null", "\" alice HAS a bird\"")]
    public async Task AddAsync_WhenTheModelAddsTheSameTwice_AddsItOnceAndRefusesTheSecond(string first, string second)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a bird");
        fixture.Decides(
            $$"""{"fact":0,"event":"ADD","candidate":null,"text":{{first}},"old_text":null,"reason":null}""",
            $$"""{"fact":0,"event":"ADD","candidate":null,"text":{{second}},"old_text":null,"reason":null}""");

        MemoryAddResult result = await AddAsync(fixture, "I have a bird");

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Added, FactOutcome.Refused);
        result.Facts[1].Reason.Should().Contain("same text");
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
    }

    [Fact]
    public async Task AddAsync_WhenTheModelUpdatesAnImmutableMemory_RefusesWithTheTypedError()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("blood type 0", options: new MemoryAddOptions { IsImmutable = true });
        fixture.Extracts("blood type A");
        fixture.Decides("""{"fact":0,"event":"UPDATE","candidate":0,"text":"blood type A","old_text":"blood type 0","reason":null}""");

        MemoryAddResult result = await AddAsync(fixture, "My blood type is A");

        result.Facts.Single().Error.Should().BeOfType<ImmutableMemoryException>();
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().Be(known);
    }

    [Fact]
    public async Task AddAsync_WhenTheReplyStaysUnreadable_ThrowsAndWritesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Reply("no json").Reply("still no json");

        Func<Task> add = () => AddAsync(fixture, "I have a bird");

        (await add.Should().ThrowAsync<ModelResponseException>()).Which.Stage.Should().Be("extract");
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(0L);
        fixture.Embeddings.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task AddAsync_WhenTheModelIsDown_ThrowsTransientAndWritesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Fail(new HttpRequestException("down"));

        Func<Task> add = () => AddAsync(fixture, "I have a bird");

        (await add.Should().ThrowAsync<MemoryNetworkException>()).Which.IsTransient.Should().BeTrue();
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(0L);
    }

    [Fact]
    public async Task AddAsync_WhenNothingIsWorthKeeping_AsksOnceAndEmbedsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("known");
        int calls = fixture.Embeddings.CallCount;
        fixture.Extracts();

        MemoryAddResult result = await AddAsync(fixture, "hello");

        result.Facts.Should().BeEmpty();
        fixture.Chat.Requests.Should().ContainSingle();
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task AddAsync_OfManyFacts_EmbedsThemInOneCall()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("known");
        int calls = fixture.Embeddings.CallCount;
        fixture.Extracts("fact one", "fact two", "fact three");
        fixture.Decides([.. Enumerable.Range(0, 3).Select(i =>
            $$"""{"fact":{{i}},"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""")]);

        await AddAsync(fixture, "three facts");

        (fixture.Embeddings.CallCount - calls).Should().Be(1, "what the search embedded is stored as it is");
    }

    [Fact]
    public async Task AddAsync_ShowsTheModelNumbersAndNeverIds()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a bird");
        fixture.Decides("""{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        await AddAsync(fixture, "I have a bird");

        fixture.Chat.Requests.Should().HaveCount(2).And.OnlyContain(request => !request.AllText.Contains(known.Id));
        fixture.Chat.Requests[1].AllText.Should().Contain("Alice has a cat");
    }

    [Fact]
    public async Task AddAsync_NeverShowsTheModelAnotherUsersMemories()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Bob has a cat", MemoryFixture.Bob);
        fixture.Extracts("Alice has a cat");

        MemoryAddResult result = await AddAsync(fixture, "I have a cat");

        fixture.Chat.Requests.Should().ContainSingle("nothing of Alice's is known, so there is nothing to arbitrate");
        result.Facts.Single().Candidates.Should().BeEmpty();
        result.Facts.Single().Outcome.Should().Be(FactOutcome.Added);
    }

    [Fact]
    public async Task AddAsync_SumsTheTokensOfBothCalls()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Alice has a cat");
        fixture.Chat.ReportUsage(100, 20);
        fixture.Extracts("Alice has a bird");
        fixture.Decides("""{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        MemoryAddResult result = await AddAsync(fixture, "I have a bird");

        (result.Usage!.InputTokenCount, result.Usage.OutputTokenCount).Should().Be((200, 40));
    }

    [Fact]
    public async Task AddAsync_Verbatim_StoresEachMessageAsItIsWithRoleActorAndSource()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryAddOptions options = new()
        {
            Mode = MemoryAddMode.Verbatim,
            Metadata = new JsonObject { ["from"] = "test" },
            Tags = ["a", "b"],
            Type = MemoryType.Episodic,
            ExpiresAt = fixture.Time.GetUtcNow().AddDays(1),
            ValidFrom = fixture.Time.GetUtcNow().AddDays(-1).ToOffset(TimeSpan.FromHours(5)),
        };

        MemoryAddResult result = await fixture.Memory.AddAsync(
            [
                new ChatMessage(ChatRole.System, "You are helpful."),
                new ChatMessage(ChatRole.User, "first") { AuthorName = "Alice", MessageId = "m1" },
                new ChatMessage(ChatRole.Assistant, "second"),
                new ChatMessage(ChatRole.User, "   "),
            ],
            MemoryFixture.Alice,
            options,
            Token);

        result.Items.Should().BeEquivalentTo(
            [
                new { Text = "first", Role = "user", ActorId = (string?)"Alice", Source = new MemorySource(["m1"]) },
                new { Text = "second", Role = "assistant", ActorId = (string?)null, Source = new MemorySource(["#2"]) },
            ]);
        MemoryItem item = result.Items.First();
        item.Should().BeEquivalentTo(new { options.Tags, options.Type, options.ExpiresAt, ValidFrom = options.ValidFrom!.Value });
        item.ValidFrom!.Value.Offset.Should().Be(TimeSpan.Zero);
        item.Metadata["from"].GetString().Should().Be("test");
        fixture.Chat.Requests.Should().BeEmpty();
        fixture.Embeddings.CallCount.Should().Be(1);
        JsonSerializer.Serialize(await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(JsonSerializer.Serialize(item));
    }

    [Fact]
    public async Task AddAsync_Verbatim_OfTheSameTextTwice_KeepsBoth()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryItem first = await fixture.StoreAsync("again");
        MemoryItem second = await fixture.StoreAsync("again");

        second.Id.Should().NotBe(first.Id);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
        fixture.Embeddings.TextCount.Should().Be(1, "a text that is known is not embedded again");
    }

    [Fact]
    public async Task AddAsync_TakesThePropertiesOfTheCallForWhatItAdds()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Extracts("Alice lives in Berlin");
        DateTimeOffset occurred = new(2024, 5, 7, 9, 0, 0, TimeSpan.FromHours(2));

        MemoryAddResult result = await fixture.Memory.AddAsync(
            "I live in Berlin",
            MemoryScope.ForUser("alice", "agent", "run", "app"),
            new MemoryAddOptions { Metadata = new JsonObject { ["k"] = 1 }, Tags = ["t"], IsImmutable = true, OccurredAt = occurred },
            Token);

        MemoryItem item = result.Items.Single();
        item.Scope.Should().Be(MemoryScope.ForUser("alice", "agent", "run", "app"));
        item.Should().BeEquivalentTo(new { IsImmutable = true, Source = new MemorySource([]) { OccurredAt = occurred.ToUniversalTime() }, Role = "user" });
        item.Metadata.Should().ContainKey("k");
        fixture.Chat.Requests[0].AllText.Should().Contain("2024-05-07");
    }

    [Fact]
    public async Task AddAsync_WhenAnArbiterForgetsAFact_ReportsIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel(builder => builder.UseArbiter(new SilentArbiter()));
        await fixture.StoreAsync("Alice has a cat");
        fixture.Extracts("Alice has a bird");

        MemoryAddResult result = await AddAsync(fixture, "I have a bird");

        result.Facts.Single().Should().BeEquivalentTo(new { Outcome = FactOutcome.Refused, Reason = "No decision was made about it." });
    }

    [Fact]
    public async Task AddAsync_ByRules_NeedsNoModelAndKnowsWhatItHeardBefore()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.Memory.AddAsync("I live in Berlin.", MemoryFixture.Alice, cancellationToken: Token);

        MemoryAddResult again = await fixture.Memory.AddAsync("I live in Berlin.", MemoryFixture.Alice, cancellationToken: Token);

        again.Facts.Single().Outcome.Should().Be(FactOutcome.None);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1);
    }

    private static Task<MemoryAddResult> AddAsync(MemoryFixture fixture, string text) =>
        fixture.Memory.AddAsync(text, MemoryFixture.Alice, cancellationToken: Token);

    private sealed class SilentArbiter : IMemoryArbiter
    {
        public Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new Arbitration([]));
    }
}
