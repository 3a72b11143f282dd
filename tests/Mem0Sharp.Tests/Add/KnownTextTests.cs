using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Adding;

/// <summary>The same words never make a second memory, however many learn them at once, and however they are written.</summary>
public sealed class KnownTextTests
{
    private const string Keep = """{"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"reason":null}""";

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

    /// <summary>Takes what is said for the fact, so that only the writing is under test.</summary>
    private static void Extracting(MemoryBuilder builder) => builder.UseFactExtractor(new EchoExtractor());

    private sealed class EchoExtractor : IFactExtractor
    {
        public Task<FactExtraction> ExtractAsync(FactExtractionRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FactExtraction([new ExtractedFact(request.Messages[0].Text) { Messages = [0] }]));
    }
}
