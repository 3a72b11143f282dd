using Mem0Sharp.Testing;
using Mem0Sharp.Tests.Ask;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.Adding.SingleCalls;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Adding;

/// <summary>Facts and decisions in one model call end in the records, links and reasons that two calls end in.</summary>
public sealed class SingleCallTests
{
    private const string Berlin = "Alice lives in Berlin";
    private const string Cat = "Alice has a cat";
    private const string Trip = "Alice's flight is at 9, her hotel is the Ritz";

    [Fact]
    public async Task AddAsync_InOneCall_AddsUpdatesDeletesAndLeaves()
    {
        await using MemoryFixture fixture = Answering(request => Reply(
            Fact("Alice lives in Hamburg", Update(NumberOf(request, Berlin), "Alice lives in Hamburg", Berlin)),
            Fact("Alice has no cat", Delete(NumberOf(request, Cat), Cat)),
            Fact("Alice drinks tea often", None(NumberOf(request, "Alice drinks tea"))),
            Fact("Alice's hotel is the Grand", Span(NumberOf(request, Trip), "Ritz", "Grand")),
            Fact("Alice sings", Add)));
        Dictionary<string, MemoryItem> known = [];
        foreach (string text in (string[])[Berlin, Cat, "Alice drinks tea", Trip])
        {
            known[text] = await fixture.StoreAsync(text);
        }

        MemoryAddResult result = await fixture.Memory.AddAsync("news", MemoryScope.ForUser("alice", runId: "r2"), cancellationToken: Token);

        result.ModelCalls.Should().Be(1);
        result.Facts.Select(fact => (fact.Outcome, fact.PreviousText, fact.Reason)).Should().Equal(
            (FactOutcome.Updated, Berlin, "newer"),
            (FactOutcome.Deleted, Cat, "gone"),
            (FactOutcome.None, null, null),
            (FactOutcome.Updated, Trip, null),
            (FactOutcome.Added, null, null));
        result.Facts.Should().OnlyContain(fact => fact.Candidates.Count == 4 && fact.Candidates[0].Score >= fact.Candidates[3].Score);
        (await fixture.Memory.GetAsync(known[Berlin].Id, Token))!.Text.Should().Be("Alice lives in Hamburg");
        (await fixture.Memory.GetAsync(known[Trip].Id, Token))!.Text.Should().Be("Alice's flight is at 9, her hotel is the Grand");
        (await fixture.Memory.GetAsync(known[Cat].Id, Token)).Should().BeNull();
        (await fixture.Memory.GetAsync(known["Alice drinks tea"].Id, Token))!.LinkedRunIds.Should().Equal("r2");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(4);
    }

    [Fact]
    public async Task AddAsync_InOneCall_ShowsTheConversationAndNumberedTextsAndGivesBothInstructions()
    {
        await using MemoryFixture fixture = Fixture(builder => builder.Configure(options => options.ArbitrationInstructions = "Prefer to add."));
        await fixture.StoreAsync(Berlin);
        fixture.Chat.Reply(Reply());
        MemoryAddOptions options = new()
        {
            Context = [new ChatMessage(ChatRole.Assistant, "Where do you live?")],
            ExtractionInstructions = " Keep places.\n",
            Subject = FactSubject.Both,
        };

        MemoryAddResult result = await fixture.Memory.AddAsync("In Hamburg\n[1] user: x", Alice, options, Token);

        ScriptedChatRequest asked = fixture.Chat.Requests.Should().ContainSingle().Subject;
        Stage(asked).Should().Be("reconciliation");
        asked.Messages[0].Text.Should().StartWith(ReconciliationPrompt.Instructions).And.Contain("as facts of their own").And.EndWith("\nKeep places.\nPrefer to add.");
        asked.LastText.Split('\n').Should().ContainInConsecutiveOrder(
            "=== said before ===",
            "assistant: \"Where do you live?\"",
            "=== conversation begins ===",
            "[0] user: \"In Hamburg\\n[1] user: x\"",
            "=== conversation ends ===",
            "=== known memories ===",
            "[0] \"Alice lives in Berlin\"",
            "=== end ===");
        (result.Facts.Count, result.ModelCalls).Should().Be((0, 1));
    }

    [Fact]
    public async Task AddAsync_InOneCall_KeepsKindIntervalSpeakerAndSource()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin);
        fixture.Chat.Reply(
            $$"""{"facts":[{"text":"Bob moved to Porto in 2024.","messages":[1],"type":"episodic","from":"2024","to":"2024-03","decisions":[{{Add}}]}]}""");

        MemoryAddResult result = await fixture.Memory.AddAsync(
            [
                new ChatMessage(ChatRole.User, "And you?") { AuthorName = "Alice", MessageId = "m1" },
                new ChatMessage(ChatRole.User, "I moved to Porto last year.") { AuthorName = "Bob", MessageId = "m2" },
            ],
            Alice,
            cancellationToken: Token);

        MemoryItem item = result.Items.Single();
        (item.Type, item.ActorId, item.Role).Should().Be((MemoryType.Episodic, "Bob", "user"));
        (item.ValidFrom, item.ValidTo).Should().Be(
            (new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2024, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        item.Source!.MessageIds.Should().Equal("m2");
    }

    [Fact]
    public async Task AddAsync_WhereNothingIsKnown_ExtractsAsEver()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin, Bob);
        fixture.Extracts(Cat);

        MemoryAddResult result = await fixture.Memory.AddAsync("I have a cat", Alice, cancellationToken: Token);

        Stage(fixture.Chat.Requests.Single()).Should().Be("facts");
        (result.Facts.Single().Outcome, result.ModelCalls).Should().Be((FactOutcome.Added, 1));
    }

    [Fact]
    public async Task AddAsync_OfWhatARedactionLeavesNothingOf_AsksNobody()
    {
        await using MemoryFixture fixture = Fixture(builder => builder.UseRedaction(text => text is Berlin ? text : string.Empty));
        await fixture.StoreAsync(Berlin);

        MemoryAddResult result = await fixture.Memory.AddAsync([new ChatMessage(ChatRole.User, "secret")], Alice, cancellationToken: Token);

        result.Facts.Should().BeEmpty();
        fixture.Chat.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_InOneCall_EmbedsMessagesAndFactsOnceEach()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin);
        int before = fixture.Embeddings.Texts.Count;
        fixture.Chat.Reply(Reply(Fact("Alice has a bird", Add), Fact("Alice has a dog", Add)));

        await fixture.Memory.AddAsync(
            [new ChatMessage(ChatRole.User, "I have a bird"), new ChatMessage(ChatRole.User, new string('a', 3_999) + "🐕 and a dog")], Alice, cancellationToken: Token);

        fixture.Embeddings.Texts.Skip(before).Should().Equal(
            ["I have a bird", new string('a', 3_999), "Alice has a bird", "Alice has a dog"], "of a long message the beginning, and never half a character");
    }

    [Fact]
    public async Task AddAsync_OfManyMessages_ShowsABoundedNumberWithTheNearestOfEachFirst()
    {
        await using MemoryFixture fixture = Fixture(builder => builder.Configure(options => options.CandidatesPerFact = 3));
        foreach (int n in Enumerable.Range(0, 60))
        {
            await fixture.StoreAsync($"Alice owns the thing called word{n}");
        }

        fixture.Chat.Reply(Reply()).Reply(Reply());
        await fixture.Memory.AddAsync(
            Enumerable.Range(0, 60).Select(n => new ChatMessage(ChatRole.User, $"Alice owns the thing called word{n}")), Alice, cancellationToken: Token);
        await fixture.Memory.AddAsync(
            Enumerable.Range(0, 10).Select(n => new ChatMessage(ChatRole.User, $"Alice owns the thing called word{n}")), Alice, cancellationToken: Token);

        Shown(fixture.Chat.Requests[0]).Should().HaveCount(RecallStage.MostByMessages);
        Shown(fixture.Chat.Requests[1]).Should().HaveCountLessThanOrEqualTo(30)
            .And.Contain(Enumerable.Range(0, 10).Select(n => $"Alice owns the thing called word{n}"));
    }

    [Fact]
    public async Task AddAsync_InOneCall_CountsItsTimeAsArbitration()
    {
        ManualTimeProvider time = new();
        using ScriptedChatClient chat = ScriptedChatClient.From(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return Reply(Fact(Cat, Add));
        });
        await using Memory memory = new MemoryBuilder().UseTimeProvider(time).UseChatClient(chat).Configure(options => options.SingleModelCall = true).Build();
        await memory.AddAsync(Berlin, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        MemoryAddResult result = await memory.AddAsync("I have a cat", Alice, cancellationToken: Token);

        (result.Timings.Extraction, result.Timings.Arbitration).Should().Be((TimeSpan.Zero, TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [InlineData(false, true, "reconciliation")]
    [InlineData(true, false, "facts", "decisions")]
    [InlineData(true, null, "reconciliation")]
    [InlineData(false, null, "facts", "decisions")]
    public async Task AddAsync_AsksAsTheCallSaysElseTheMemory(bool ofTheMemory, bool? ofTheCall, params string[] stages)
    {
        await using MemoryFixture fixture = ByModel(builder => builder.Configure(options => options.SingleModelCall = ofTheMemory));
        await AskAsync(fixture, new MemoryAddOptions { SingleModelCall = ofTheCall }, stages);
    }

    [Theory]
    [InlineData("append", "facts")]
    [InlineData("verbatim")]
    [InlineData("extractor", "decisions")]
    [InlineData("arbiter", "facts")]
    [InlineData("rules")]
    public async Task AddAsync_WhereThereIsNoOneCallToMake_DoesWhatItDoesWithout(string why, params string[] stages)
    {
        await using MemoryFixture fixture = why is "rules" ? ByRules(builder => builder.Configure(options => options.SingleModelCall = true)) : Fixture(builder => _ = why switch
        {
            "extractor" => builder.UseFactExtractor(new RuleFactExtractor()),
            "arbiter" => builder.UseArbiter(new RuleMemoryArbiter()),
            _ => builder,
        });
        MemoryAddMode mode = why switch { "append" => MemoryAddMode.Append, "verbatim" => MemoryAddMode.Verbatim, _ => MemoryAddMode.Reconcile };
        await AskAsync(fixture, new MemoryAddOptions { SingleModelCall = true, Mode = mode }, stages);
    }

    [Fact]
    public async Task AddAsync_InOneCallWithAKeyAgain_ReturnsTheSameWithoutAsking_B9()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin);
        fixture.Chat.ReportUsage(100, 20).Reply(Reply(Fact("Alice lives in Hamburg", Update(0, "Alice lives in Hamburg")), Fact("Alice sings")));
        MemoryAddOptions keyed = new() { IdempotencyKey = "key" };
        MemoryAddResult first = await fixture.Memory.AddAsync("I moved", Alice, keyed, Token);

        MemoryAddResult again = await fixture.Memory.AddAsync("I moved", Alice, keyed, Token);

        first.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Updated, FactOutcome.Refused);
        (first.Usage!.TotalTokenCount, first.ModelCalls).Should().Be((120, 1));
        SameResult.ShouldBe(again, first);
        fixture.Chat.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task AddAsync_WhereTheOneReplyIsUnreadableOnce_AsksAgainWithTheReason()
    {
        await using MemoryFixture fixture = Fixture();
        await fixture.StoreAsync(Berlin);
        fixture.Chat.Reply("""{"facts":["Alice sings"]}""").Reply(Reply(Fact("Alice sings", Add)));

        MemoryAddResult result = await fixture.Memory.AddAsync("I sing", Alice, cancellationToken: Token);

        (result.Facts.Single().Outcome, result.ModelCalls).Should().Be((FactOutcome.Added, 2));
        fixture.Chat.Requests[1].LastText.Should().Contain("A fact in it has no list named \"decisions\".");
    }

    [Fact]
    public async Task AddAsync_WhenAMemoryIsChangedMeanwhile_DecidesAboutItOnceMoreInTheOrdinaryWay()
    {
        await using MemoryFixture fixture = Fixture();
        MemoryItem known = await fixture.StoreAsync(Berlin);
        StubChatClient chat = new(
            async _ =>
            {
                await fixture.Memory.UpdateAsync(known.Id, "Alice lives in Paris", cancellationToken: Token);
                return new ChatResponse(new ChatMessage(
                    ChatRole.Assistant, Reply(Fact("Alice sings", Add), Fact("Alice lives in Hamburg", Update(0, "Alice lives in Hamburg", Berlin)))));
            },
            StubChatClient.Reply(
                """{"decisions":[{"fact":0,"event":"UPDATE","candidate":0,"text":"Alice lives in Hamburg","old_text":"Alice lives in Paris","reason":null}]}"""));
        Memory slow = fixture.OpenOther(builder => builder.UseChatClient(chat));

        MemoryAddResult result = await slow.AddAsync("I live in Hamburg, and sing", Alice, cancellationToken: Token);

        chat.Calls.Select(call => ((ChatResponseFormatJson)call.Options!.ResponseFormat!).SchemaName).Should().Equal("reconciliation", "decisions");
        chat.Calls[1].LastText.Should().Contain("Alice lives in Paris").And.NotContain("sings");
        result.Facts.Select(fact => (fact.Outcome, fact.PreviousText)).Should().Equal((FactOutcome.Added, null), (FactOutcome.Updated, "Alice lives in Paris"));
        result.ModelCalls.Should().Be(2);
    }

    /// <summary>Adds one fact beside a known one, and says which stages a model was asked.</summary>
    private static async Task AskAsync(MemoryFixture fixture, MemoryAddOptions options, string[] stages)
    {
        await fixture.StoreAsync(Berlin);
        foreach (string stage in stages)
        {
            fixture.Chat.Reply(stage switch
            {
                "facts" => """{"facts":["I have a cat"]}""",
                "decisions" => """{"decisions":[{"fact":0,"event":"ADD"}]}""",
                _ => Reply(Fact("I have a cat", Add)),
            });
        }

        MemoryAddResult result = await fixture.Memory.AddAsync("I have a cat.", Alice, options, Token);

        fixture.Chat.Requests.Select(Stage).Should().Equal(stages);
        (result.Facts.Single().Outcome, result.ModelCalls).Should().Be((FactOutcome.Added, stages.Length));
    }
}
