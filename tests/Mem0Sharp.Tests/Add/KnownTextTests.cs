using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Adding;

/// <summary>The same words never make a second memory, however many learn them at once, and however they are written.</summary>
public sealed class KnownTextTests
{
    private const string Keep = """{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""";
    private const string Leave = """{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":null}""";

    [Theory]
    [InlineData(MemoryAddMode.Reconcile, true)]
    [InlineData(MemoryAddMode.Append, true)]
    [InlineData(MemoryAddMode.Append, false)]
    public async Task AddAsync_OfTheSameFactByManyAtOnce_StoresItOnce(MemoryAddMode mode, bool twoProcesses)
    {
        await using MemoryFixture fixture = ByRules(Extracting);
        Memory other = twoProcesses ? fixture.OpenOther(Extracting) : fixture.Memory;
        string[] said = ["Alice likes green tea", "alice likes GREEN tea", "Alice  likes\tgreen tea", "Alice likes gr\u00ADeen tea"];

        // Held at the embedder, so that all have looked at nothing when the first one writes.
        fixture.Embeddings.Hold();
        Task<MemoryAddResult>[] adding =
        [
            .. Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? fixture.Memory : other).AddAsync(
                said[i % said.Length], MemoryScope.ForUser("alice", runId: $"run-{i}"), new MemoryAddOptions { Mode = mode }, Token)),
        ];
        await fixture.Embeddings.WhenHeldAsync(1, Token);
        fixture.Embeddings.Release();
        MemoryAddResult[] results = await Task.WhenAll(adding);

        (await fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).CountAsync(Token)).Should().Be(1);
        results.Count(result => result.Facts.Single().Outcome == FactOutcome.Added).Should().Be(1);
        MemoryItem item = await fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).SingleAsync(Token);
        results.Where(result => result.Facts[0].Outcome == FactOutcome.None).Should().OnlyContain(result => result.Facts[0].Item!.Id == item.Id);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task AddAsync_OfOtherFactsOrUsersAtOnce_StoresEach()
    {
        await using MemoryFixture fixture = ByRules(Extracting);
        MemoryAddOptions append = new() { Mode = MemoryAddMode.Append };
        fixture.Embeddings.Hold();
        Task[] adding =
        [
            .. Enumerable.Range(0, 6).Select(i => fixture.Memory.AddAsync($"Alice likes tea number {i}", Alice, append, Token)),
            .. Enumerable.Range(0, 6).Select(i => fixture.Memory.AddAsync("It likes tea", MemoryScope.ForUser($"user-{i}"), append, Token)),
        ];
        await fixture.Embeddings.WhenHeldAsync(1, Token);
        fixture.Embeddings.Release();
        await Task.WhenAll(adding);

        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(6);
        for (int i = 0; i < 6; i++)
        {
            (await fixture.Memory.CountAsync(MemoryScope.ForUser($"user-{i}"), cancellationToken: Token)).Should().Be(1);
        }
    }

    [Fact]
    public async Task AddAsync_WhenAModelAddsWhatItWasShownInTheSameWords_LinksTheKnownMemory()
    {
        await using MemoryFixture fixture = ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice likes green tea");
        fixture.Extracts("Alice likes  GREEN tea");
        fixture.Decides(Keep);

        MemoryAddResult added = await fixture.Memory.AddAsync("I like green tea", MemoryScope.ForUser("alice", runId: "r2"), cancellationToken: Token);

        (added.Facts.Single().Outcome, added.Facts.Single().Item!.Id).Should().Be((FactOutcome.None, known.Id));
        added.Facts.Single().Item!.LinkedRunIds.Should().Equal("r2");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_OfWhatWasDeletedMeanwhile_StoresIt()
    {
        await using MemoryFixture fixture = ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice likes green tea");
        fixture.Extracts("Alice likes green tea");
        await fixture.Memory.DeleteAllAsync(Alice, cancellationToken: Token);

        MemoryAddResult added = await fixture.Memory.AddAsync("I like green tea", Alice, cancellationToken: Token);

        added.Facts.Single().Outcome.Should().Be(FactOutcome.Added);
        added.Facts.Single().Item!.Id.Should().NotBe(known.Id);
    }

    [Fact]
    public async Task AddAsync_Verbatim_StoresWhatItIsTold()
    {
        await using MemoryFixture fixture = ByRules();

        await fixture.StoreAsync("Alice likes green tea");
        await fixture.StoreAsync("Alice likes green tea");

        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(2, "by hand, it is meant");
    }

    public static TheoryData<MemoryTrust, MemoryTrust, string, FactOutcome> Tiers => new()
    {
        { MemoryTrust.Untrusted, MemoryTrust.Standard, Keep, FactOutcome.Added },
        { MemoryTrust.Untrusted, MemoryTrust.Standard, Leave, FactOutcome.Added },
        { MemoryTrust.Standard, MemoryTrust.Trusted, Keep, FactOutcome.Added },
        { MemoryTrust.Standard, MemoryTrust.Standard, Keep, FactOutcome.None },
        { MemoryTrust.Standard, MemoryTrust.Standard, Leave, FactOutcome.None },
        { MemoryTrust.Trusted, MemoryTrust.Standard, Keep, FactOutcome.None },
        { MemoryTrust.Untrusted, MemoryTrust.Untrusted, Keep, FactOutcome.None },
    };

    [Theory]
    [MemberData(nameof(Tiers))]
    public async Task AddAsync_OfWhatIsKnownInTheSameWords_CountsTheKnownOnlyWhereItIsTrustedAsMuch(
        MemoryTrust known, MemoryTrust told, string decision, FactOutcome outcome)
    {
        await using MemoryFixture fixture = ByModel();
        MemoryItem first = await StoreAsync(fixture.Memory, known);
        fixture.Extracts("Alice likes GREEN tea");
        fixture.Decides(decision);

        MemoryAddResult added = await fixture.Memory.AddAsync("I like green tea", Alice, new MemoryAddOptions { Trust = told }, Token);

        FactResult fact = added.Facts.Single();
        fact.Outcome.Should().Be(outcome);
        (string.Equals(fact.Item!.Id, first.Id, StringComparison.Ordinal), fact.Item.Trust).Should().Be((outcome == FactOutcome.None, outcome == FactOutcome.None ? known : told));
        (await fixture.Memory.GetAsync(first.Id, Token)).Should().Be(first);
    }

    [Theory]
    [InlineData(MemoryAddMode.Reconcile)]
    [InlineData(MemoryAddMode.Append)]
    public async Task AddAsync_ByRulesOfWhatAnUntrustedTextSaidFirst_StoresItOnceInItsOwnTier(MemoryAddMode mode)
    {
        await using MemoryFixture fixture = ByRules(Extracting);
        MemoryItem first = await StoreAsync(fixture.Memory, MemoryTrust.Untrusted);
        MemoryAddOptions options = new() { Mode = mode };

        FactResult said = (await fixture.Memory.AddAsync("Alice likes green tea", Alice, options, Token)).Facts.Single();
        FactResult again = (await fixture.Memory.AddAsync("Alice likes green tea", Alice, options, Token)).Facts.Single();

        (said.Outcome, said.Item!.Trust).Should().Be((FactOutcome.Added, MemoryTrust.Standard));
        (again.Outcome, again.Item!.Id).Should().Be((FactOutcome.None, said.Item.Id));
        said.Item.Id.Should().NotBe(first.Id);
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(2);
    }

    [Theory]
    [InlineData(MemoryTrust.Untrusted, FactOutcome.Added)]
    [InlineData(MemoryTrust.Standard, FactOutcome.None)]
    public async Task AddAsync_OfWhatWasStoredMeanwhile_CountsItOnlyWhereItIsTrustedAsMuch(MemoryTrust meanwhile, FactOutcome outcome)
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice has a cat");
        Memory slow = fixture.OpenOther(builder => builder
            .UseFactExtractor(new EchoExtractor())
            .UseArbiter(new MeanwhileArbiter(() => StoreAsync(fixture.Memory, meanwhile), _ => new MemoryDecision.Add(0))));

        MemoryAddResult added = await slow.AddAsync("Alice likes green tea", Alice, cancellationToken: Token);

        added.Facts.Single().Outcome.Should().Be(outcome);
        (await fixture.Memory.SearchAsync("Alice likes green tea", Alice, new MemorySearchOptions { MinTrust = MemoryTrust.Standard }, Token))
            .Count(result => result.Item.Text is "Alice likes green tea").Should().BeGreaterThan(0, "what the user says is not swallowed");
    }

    /// <summary>Takes what is said for the fact, so that only the writing is under test.</summary>
    private static void Extracting(MemoryBuilder builder) => builder.UseFactExtractor(new EchoExtractor());

    private static async Task<MemoryItem> StoreAsync(Memory memory, MemoryTrust trust) =>
        (await memory.AddAsync("Alice likes green tea", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Trust = trust }, Token)).Items.Single();

    private sealed class EchoExtractor : IFactExtractor
    {
        public Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FactExtraction([new ExtractedFact(request.Messages[0].Text) { Messages = [0] }]));
    }
}
