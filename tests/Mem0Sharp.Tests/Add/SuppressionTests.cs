namespace Mem0Sharp.Tests.Adding;

/// <summary>What was deleted or corrected by hand is not learned from a conversation again.</summary>
public sealed class SuppressionTests
{
    private const string Berlin = "I live in Berlin";

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task AddAsync_ByRules_OfWhatWasDeletedByHand_IsSuppressedAndWritesNothing_D3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = (await SayAsync(fixture, "I live in Berlin.")).Item!;
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        FactResult fact = await SayAsync(fixture, "I live in Berlin.");

        fact.Should().BeEquivalentTo(new { Outcome = FactOutcome.Suppressed, Item = (MemoryItem?)null, Error = (MemoryException?)null });
        fact.Reason.Should().NotBeNullOrEmpty();
        fixture.Sql("SELECT count(*) FROM history").Single()[0].Should().Be(2L);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(0);
        (await SayAsync(fixture, "I live in Hamburg.")).Outcome.Should().Be(FactOutcome.Added, "nobody rejected that");
    }

    [Fact]
    public async Task AddAsync_ByRules_OfWhatWasCorrectedByHand_IsSuppressedAndTheCorrectionStays_D3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = (await SayAsync(fixture, "I live in Berlin.")).Item!;
        await fixture.Memory.UpdateAsync(item.Id, "I live in Bern", cancellationToken: Token);

        (await SayAsync(fixture, "I live in Berlin.")).Outcome.Should().Be(FactOutcome.Suppressed);

        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeEquivalentTo(new { Text = "I live in Bern", Version = 2 });
    }

    [Fact]
    public async Task AddAsync_ByModelWhenAllFactsAreRejected_AsksNoArbiterAndEmbedsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Alice has a dog");
        await RejectAsync(fixture, "Alice has a cat");
        int calls = fixture.Embeddings.CallCount;
        fixture.Extracts("Alice has a cat");

        FactResult fact = await SayAsync(fixture, "I have a cat");

        fact.Outcome.Should().Be(FactOutcome.Suppressed);
        fixture.Chat.Requests.Should().ContainSingle("there was nothing left to arbitrate");
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task AddAsync_WhenSomeFactsAreRejected_DecidesAboutTheOthersAndKeepsTheOrder()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        await fixture.StoreAsync("Alice has a dog");
        await RejectAsync(fixture, "Alice has a cat");
        await RejectAsync(fixture, "Alice has a bird");
        fixture.Extracts("Alice has a cat", "Alice plays chess", "Alice has a bird", "Alice owns a boat");
        fixture.Decides(
            """{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""",
            """{"fact":1,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync("all of it", MemoryFixture.Alice, cancellationToken: Token);

        result.Facts.Select(fact => (fact.Fact.Text, fact.Outcome)).Should().Equal(
            ("Alice has a cat", FactOutcome.Suppressed),
            ("Alice plays chess", FactOutcome.Added),
            ("Alice has a bird", FactOutcome.Suppressed),
            ("Alice owns a boat", FactOutcome.Added));
        result.Items.Select(item => item.Text).Should().Equal("Alice plays chess", "Alice owns a boat");
        fixture.Chat.Requests[1].AllText.Should().NotContain("bird");
    }

    [Theory]
    [InlineData("UPDATE", "0", "\"Alice lives in Lisbon\"")]
    [InlineData("ADD", "null", "null")]
    public async Task AddAsync_WhenTheModelWordsAFactAsWhatWasRejected_IsSuppressed(string change, string candidate, string quote)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice lives in Lisbon");
        await RejectAsync(fixture, "Alice lives in Berlin");
        fixture.Extracts("Alice moved to Berlin", "Alice plays chess");
        fixture.Decides(
            $$"""{"fact":0,"event":"{{change}}","candidate":{{candidate}},"text":"Alice lives in Berlin","old_text":{{quote}},"reason":null}""",
            """{"fact":1,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""");

        MemoryAddResult result = await fixture.Memory.AddAsync("moved", MemoryFixture.Alice, cancellationToken: Token);

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Suppressed, FactOutcome.Added);
        result.Facts[0].Candidates.Should().NotBeEmpty("it was compared before it was found to be rejected");
        (await TextsAsync(fixture)).Should().BeEquivalentTo("Alice lives in Lisbon", "Alice plays chess");
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().Be(known);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAsync_WhenItIsRejectedWhileTheArbiterThinks_IsSuppressed(bool update)
    {
        Func<Task> meanwhile = () => Task.CompletedTask;
        MeanwhileArbiter arbiter = new(
            () => meanwhile(),
            request => update ? new MemoryDecision.Update(0, NumberOf(request, "Alice has a dog"), "Alice has a cat") : new MemoryDecision.Add(0));
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder
            .UseArbiter(arbiter)
            .UseFactExtractor(new FixedExtractor(new ExtractedFact(update ? "Alice keeps a cat" : "Alice has a cat"))));
        MemoryItem dog = await fixture.StoreAsync("Alice has a dog");
        MemoryItem cat = await fixture.StoreAsync("Alice has a cat");
        meanwhile = async () =>
        {
            // Once: what is known in the same words is asked about again when it is gone.
            meanwhile = () => Task.CompletedTask;
            await fixture.Memory.DeleteAsync(cat.Id, cancellationToken: Token);
        };

        FactResult fact = await SayAsync(fixture, "cat");

        fact.Outcome.Should().Be(FactOutcome.Suppressed);
        (await TextsAsync(fixture)).Should().Equal("Alice has a dog");
        (await fixture.Memory.GetAsync(dog.Id, Token)).Should().Be(dog);
        meanwhile = () => fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, "Alice has a cat", Token);
        if (update)
        {
            (await SayAsync(fixture, "cat")).Outcome.Should().Be(FactOutcome.Updated, "it was allowed meanwhile");
        }
    }

    [Fact]
    public async Task AddAsync_InAnotherRunOrWithAnotherAgentOfTheSameUser_IsSuppressed()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await RejectAsync(fixture, Berlin, MemoryScope.ForUser("alice", "coach", "run-1"));

        (await SayAsync(fixture, Berlin, MemoryScope.ForUser("alice", runId: "run-2"))).Outcome.Should().Be(FactOutcome.Suppressed);
        (await SayAsync(fixture, Berlin, MemoryScope.ForUser("alice", "chef"))).Outcome.Should().Be(FactOutcome.Suppressed);
        (await SayAsync(fixture, Berlin)).Outcome.Should().Be(FactOutcome.Suppressed);
    }

    [Fact]
    public async Task AddAsync_OfAnotherUser_IsNotAffected()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await RejectAsync(fixture, Berlin);

        (await SayAsync(fixture, Berlin, MemoryFixture.Bob)).Outcome.Should().Be(FactOutcome.Added);
        (await SayAsync(fixture, Berlin, MemoryScope.ForAgent("alice"))).Outcome.Should().Be(FactOutcome.Added, "an agent is no user");
        (await SayAsync(fixture, Berlin)).Outcome.Should().Be(FactOutcome.Suppressed);
    }

    [Fact]
    public async Task LiftRejectionAsync_OfARejectedText_LetsItBeLearnedAgain()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await RejectAsync(fixture, Berlin);

        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Bob, Berlin, Token)).Should().BeFalse("it was never Bob's");
        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, "I live in Bern", Token)).Should().BeFalse();
        (await SayAsync(fixture, Berlin)).Outcome.Should().Be(FactOutcome.Suppressed);
        (await fixture.Memory.LiftRejectionAsync(MemoryScope.ForUser("alice", runId: "any"), " i LIVE in  berlin", Token)).Should().BeTrue();
        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, Berlin, Token)).Should().BeFalse("it is lifted already");

        (await SayAsync(fixture, Berlin)).Outcome.Should().Be(FactOutcome.Added);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("update")]
    [InlineData("restore")]
    public async Task AddAsync_AfterItWasSaidByHandAgain_IsKnownAndNotSuppressed_B8(string how)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem rejected = await RejectAsync(fixture, Berlin);
        MemoryItem other = await fixture.StoreAsync("I live in Bern");
        MemoryItem now = how switch
        {
            "add" => await fixture.StoreAsync(Berlin),
            "update" => (await fixture.Memory.UpdateAsync(other.Id, Berlin, cancellationToken: Token)).Item,
            _ => (await fixture.Memory.RestoreAsync(rejected.Id, 1, cancellationToken: Token)).Item,
        };

        FactResult fact = await SayAsync(fixture, Berlin);

        fact.Outcome.Should().Be(FactOutcome.None, "it is known");
        (await fixture.Memory.GetAsync(now.Id, Token))!.Text.Should().Be(Berlin);
        (await fixture.Memory.SearchAsync(Berlin, MemoryFixture.Alice, cancellationToken: Token))[0].Item.Id.Should().Be(now.Id);
    }

    [Fact]
    public async Task AddAsync_TextChangedAndTheOldOneReaddedByHand_IsStored_B8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(Berlin);
        await fixture.Memory.UpdateAsync(item.Id, "I live in Lisbon", cancellationToken: Token);

        MemoryItem again = await fixture.StoreAsync(Berlin);

        (await TextsAsync(fixture)).Should().BeEquivalentTo(Berlin, "I live in Lisbon");
        (await fixture.Memory.SearchAsync(Berlin, MemoryFixture.Alice, cancellationToken: Token))[0].Item.Should().Be(again);
    }

    [Fact]
    public async Task AddAsync_AMemoryThatSaysARejectedValueToday_StaysReadableAndIsFound_B8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem twin = await fixture.StoreAsync(Berlin);
        await RejectAsync(fixture, Berlin);

        (await fixture.Memory.GetAsync(twin.Id, Token)).Should().Be(twin);
        (await fixture.Memory.SearchAsync(Berlin, MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Should().Be(twin);
        (await TextsAsync(fixture)).Should().Equal(Berlin);
    }

    [Fact]
    public async Task AddAsync_OfAConversationThatTookPlaceLater_IsNews()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await RejectAsync(fixture, Berlin);
        DateTimeOffset rejected = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromDays(2));

        (await SayAtAsync(rejected.AddDays(-1))).Should().Be(FactOutcome.Suppressed, "it was said before");
        (await SayAtAsync(rejected)).Should().Be(FactOutcome.Suppressed);
        (await SayAtAsync(null)).Should().Be(FactOutcome.Suppressed, "when it was said is not known");
        (await SayAtAsync(rejected.AddTicks(1).ToOffset(TimeSpan.FromHours(-5)))).Should().Be(FactOutcome.Added);

        async Task<FactOutcome> SayAtAsync(DateTimeOffset? at) => (await fixture.Memory.AddAsync(
            Berlin, MemoryFixture.Alice, new MemoryAddOptions { OccurredAt = at }, Token)).Facts.Single().Outcome;
    }

    [Fact]
    public async Task AddAsync_AfterAReopenAndFromAnotherMemory_IsStillSuppressed()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await RejectAsync(fixture, Berlin);
        Memory other = fixture.OpenOther();

        (await other.AddAsync(Berlin, MemoryFixture.Alice, cancellationToken: Token)).Facts.Single().Outcome.Should().Be(FactOutcome.Suppressed);
        await fixture.ReopenAsync();
        (await SayAsync(fixture, Berlin)).Outcome.Should().Be(FactOutcome.Suppressed);
    }

    [Fact]
    public async Task AddAsync_OfARetractionOfARejectedValue_StillDeletes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem twin = await fixture.StoreAsync("I work at Acme");
        await RejectAsync(fixture, "I work at Acme");

        (await SayAsync(fixture, "Forget that I work at Acme.")).Outcome.Should().Be(FactOutcome.Deleted);

        (await fixture.Memory.GetAsync(twin.Id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task AddAsync_WhenPeopleChangeTheirMindsInConversation_SuppressesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<FactOutcome> outcomes = [];
        foreach (string said in (string[])
            ["I live in Berlin.", "I no longer live in Berlin, I live in Lisbon.", "I no longer live in Lisbon, I live in Berlin."])
        {
            outcomes.Add((await SayAsync(fixture, said)).Outcome);
        }

        outcomes.Should().Equal(FactOutcome.Added, FactOutcome.Updated, FactOutcome.Updated);
        (await TextsAsync(fixture)).Should().ContainSingle().Which.Should().Contain("Berlin");
        fixture.Sql("SELECT count(*) FROM rejections").Single()[0].Should().Be(0L);
    }

    [Fact]
    public async Task AddAsync_WhenAModelForgetsAndLearnsAgain_SuppressesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Extracts("Alice has a cat");
        await SayAsync(fixture, "I have a cat");
        fixture.Extracts("Alice no longer has a cat");
        fixture.Decides("""{"fact":0,"event":"DELETE","candidate":0,"text":null,"old_text":"Alice has a cat","reason":null}""");
        await SayAsync(fixture, "It ran away");
        fixture.Extracts("Alice has a cat");

        (await SayAsync(fixture, "It came back")).Outcome.Should().Be(FactOutcome.Added);
    }

    [Fact]
    public async Task AddAsync_WhenAnExtractorsTextIsHalfASurrogatePair_RefusesThatFactOnly()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder
            .UseFactExtractor(new FixedExtractor(new ExtractedFact("broken \uD800"), new ExtractedFact("whole"))));

        MemoryAddResult result = await fixture.Memory.AddAsync("anything", MemoryFixture.Alice, cancellationToken: Token);

        result.Facts.Select(fact => fact.Outcome).Should().Equal(FactOutcome.Refused, FactOutcome.Added);
    }

    private static int NumberOf(ArbitrationRequest request, string text) => request.Candidates
        .Select((candidate, number) => (candidate.Item.Text, number))
        .Single(candidate => string.Equals(candidate.Text, text, StringComparison.Ordinal)).number;

    private static async Task<FactResult> SayAsync(MemoryFixture fixture, string text, MemoryScope? scope = null) =>
        (await fixture.Memory.AddAsync(text, scope ?? MemoryFixture.Alice, cancellationToken: Token)).Facts.Single();

    private static async Task<MemoryItem> RejectAsync(MemoryFixture fixture, string text, MemoryScope? scope = null)
    {
        MemoryItem item = await fixture.StoreAsync(text, scope);
        return await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
    }

    private static async Task<List<string>> TextsAsync(MemoryFixture fixture) =>
        await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Text).ToListAsync(Token);
}
