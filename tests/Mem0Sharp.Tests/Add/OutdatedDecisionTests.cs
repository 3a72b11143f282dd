namespace Mem0Sharp.Tests.Adding;

/// <summary>A decision about a version that a memory has no longer is made once more, on what holds now; nobody's change is lost.</summary>
public sealed class OutdatedDecisionTests
{
    private const string Berlin = "Alice lives in Berlin";

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAsync_WhenAPersonChangedTheMemoryMeanwhile_AsksOnceMoreWithWhatHoldsNow(bool keyed)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync(Berlin);
        List<ArbitrationRequest> asked = [];
        Memory slow = Slow(fixture, asked, call => call == 1 ? fixture.Memory.UpdateAsync(known.Id, "Alice lives in Paris", cancellationToken: Token) : Task.CompletedTask);
        MemoryAddOptions options = new() { IdempotencyKey = keyed ? "key" : null };

        MemoryAddResult result = await slow.AddAsync("I live in Hamburg, I have a cat", MemoryFixture.Alice, options, Token);

        asked.Select(request => request.Facts.Count).Should().Equal([2, 1], "the other fact was decided");
        asked[1].Candidates.Should().Contain(candidate => candidate.Item.Text == "Alice lives in Paris" && candidate.Item.Version == 2);
        result.Facts.Select(fact => (fact.Outcome, fact.PreviousText)).Should().Equal((FactOutcome.Updated, "Alice lives in Paris"), (FactOutcome.Added, null));
        (await fixture.HistoryAsync(known.Id)).Select(row => row.NewText).Should().Equal(Berlin, "Alice lives in Paris", "Alice lives in Hamburg");
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(2);
        if (keyed)
        {
            SameResult.ShouldBe(await slow.AddAsync("I live in Hamburg, I have a cat", MemoryFixture.Alice, options, Token), result);
            asked.Should().HaveCount(2);
        }
    }

    [Fact]
    public async Task AddAsync_WhenItIsChangedEachTime_KeepsThePersonsChangeAndRefuses()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync(Berlin);
        List<ArbitrationRequest> asked = [];
        Memory slow = Slow(fixture, asked, call => fixture.Memory.UpdateAsync(known.Id, $"Alice lives in place {call}", cancellationToken: Token));

        MemoryAddResult result = await slow.AddAsync("I live in Hamburg, I have a cat", MemoryFixture.Alice, cancellationToken: Token);

        asked.Should().HaveCount(2, "once more, not for ever");
        result.Facts.Select(fact => fact.Outcome).Should().Equal([FactOutcome.Refused, FactOutcome.Added], "the rest is applied");
        result.Facts[0].Error.Should().BeOfType<MemoryConflictException>();
        (await fixture.Memory.GetAsync(known.Id, Token))!.Text.Should().Be("Alice lives in place 2");
    }

    [Fact]
    public async Task AddAsync_WhenTheMemoryIsGoneMeanwhile_KeepsTheFactAsItsOwn()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync(Berlin);
        List<ArbitrationRequest> asked = [];
        Memory slow = Slow(fixture, asked, _ => fixture.Memory.DeleteAsync(known.Id, cancellationToken: Token));

        MemoryAddResult result = await slow.AddAsync("I live in Hamburg, I have a cat", MemoryFixture.Alice, cancellationToken: Token);

        asked.Should().ContainSingle("nothing is known any more that the fact could concern");
        result.Facts.Should().OnlyContain(fact => fact.Outcome == FactOutcome.Added);
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().BeNull();
    }

    /// <summary>Makes a memory that finds two facts and updates the nearest memory by the first, while something happens.</summary>
    private static Memory Slow(MemoryFixture fixture, List<ArbitrationRequest> asked, Func<int, Task> meanwhile) => fixture.OpenOther(builder => builder
        .UseFactExtractor(new FixedExtractor(new ExtractedFact("Alice lives in Hamburg"), new ExtractedFact("Alice has a cat")))
        .UseArbiter(new DecidingArbiter(async request =>
        {
            asked.Add(request);
            await meanwhile(asked.Count);
            return
            [
                .. request.Facts.Select((fact, i) => fact.Text.Contains("Hamburg", StringComparison.Ordinal)
                    ? (MemoryDecision)new MemoryDecision.Update(i, request.Nearest[i][0].Candidate, fact.Text)
                    : new MemoryDecision.Add(i)),
            ];
        })));

    private sealed class DecidingArbiter(Func<ArbitrationRequest, Task<MemoryDecision[]>> decide) : IMemoryArbiter
    {
        public async Task<Arbitration> ArbitrateAsync(ArbitrationRequest request, CancellationToken cancellationToken = default) =>
            new(await decide(request));
    }
}
