using Mem0Sharp.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace Mem0Sharp.Tests.Search;

/// <summary>The searcher by itself: what is found by keyword, and what an add is shown.</summary>
public sealed class MemorySearcherTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SearchAsync_ByWordsWhileNothingCanBeEmbedded_FindsMemories()
    {
        await using InMemoryHistoryStore history = new();
        await StoreAsync(history, new InMemoryVectorStore(), "Ada keeps a copper lantern", "Ada plays the violin", "Copper is in the cellar");
        DeterministicEmbeddingGenerator embeddings = new();
        await using InMemoryVectorStore store = new();
        MemorySearcher searcher = Searcher(history, store, embeddings);
        embeddings.FailNext(new HttpRequestException("down"));

        (await ByWordsAsync(searcher, "Where is the copper lantern?", top: 2)).Should().Equal("Ada keeps a copper lantern", "Copper is in the cellar");
        (await ByWordsAsync(searcher, "violins")).Should().Equal("Ada plays the violin");
        (await ByWordsAsync(searcher, "nothing of it")).Should().BeEmpty();
        embeddings.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task SearchAsync_ByWordsOfMemoriesWithoutAVector_FindsThem()
    {
        await using InMemoryHistoryStore history = new();
        await StoreAsync(history, new InMemoryVectorStore(), "Ada keeps a copper lantern");
        await using VectorlessStore store = new(_ => false);

        (await ByWordsAsync(Searcher(history, store), "lantern")).Should().ContainSingle();
    }

    [Fact]
    public async Task SearchAsync_ByWordsOfAnEmptyMemory_IsEmpty()
    {
        await using InMemoryHistoryStore history = new();
        await using InMemoryVectorStore store = new();

        (await ByWordsAsync(Searcher(history, store), "a")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    public async Task CandidatesAsync_BesideTheNearest_HasHalfAsManyThatShareWords(int nearest, int further)
    {
        // Vectors that know nothing of words: those that share one are nowhere near.
        DeterministicEmbeddingGenerator embeddings = Unrelated("copper lantern", 0);
        string[] near = [.. Enumerable.Range(0, 6).Select(n => $"zebra{n}")];
        string[] sharing = [.. Enumerable.Range(0, 6).Select(n => $"copper{n} lantern")];
        Array.ForEach(near, text => embeddings.Map(text, Turned(0.1 + (0.01 * text[^1]))));
        Array.ForEach(sharing, text => embeddings.Map(text, Turned(1.2 + (0.01 * text[6]))));
        await using InMemoryHistoryStore history = new();
        await StoreAsync(history, new InMemoryVectorStore(), embeddings, [.. near, .. sharing]);
        await using InMemoryVectorStore store = new();

        IReadOnlyList<VectorMatch> found =
            (await Searcher(history, store, embeddings).CandidatesAsync(["copper lantern"], MemoryFixture.Alice, nearest, Token))[0];

        found.Should().HaveCount(nearest + further);
        found.Take(nearest).Should().OnlyContain(match => match.Item.Text.StartsWith("zebra"));
        found.Skip(nearest).Should().OnlyContain(match => match.Item.Text.StartsWith("copper"));
        found.Select(match => match.Score).Should().BeInDescendingOrder();

        // What the store itself says of all of them: they are cosines, whichever way they were found.
        IReadOnlyList<VectorMatch> all = await store.SearchAsync(
            new VectorQuery { Vector = embeddings.VectorOf("copper lantern"), Scope = MemoryFixture.Alice, Top = 100 }, Token);
        found.Should().OnlyContain(match => Math.Abs(match.Score - all.First(other => other.Item.Id == match.Item.Id).Score) < 1e-6);
    }

    [Fact]
    public async Task CandidatesAsync_OfMemoriesWhoseVectorsAreNotInTheStore_HasThemWithTheirCosines()
    {
        DeterministicEmbeddingGenerator embeddings = new();
        await using InMemoryHistoryStore history = new();
        await StoreAsync(history, new InMemoryVectorStore(), embeddings, "copper lantern", "silver violin");
        await using VectorlessStore store = new(_ => false);

        IReadOnlyList<VectorMatch> found = (await Searcher(history, store, embeddings).CandidatesAsync(
            ["copper lantern"], MemoryFixture.Alice, 5, Token))[0];

        found.Should().ContainSingle().Which.Score.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public async Task CandidatesAsync_ForSeveralTexts_EmbedsThemInOneCallAndRepeatsItself()
    {
        DeterministicEmbeddingGenerator embeddings = new();
        await using InMemoryHistoryStore history = new();
        await StoreAsync(
            history, new InMemoryVectorStore(), embeddings, [.. Enumerable.Range(0, 40).Select(n => $"copper{n % 3} lantern{n % 5} violin{n}")]);
        DeterministicEmbeddingGenerator counted = new();
        await using InMemoryVectorStore store = new();
        MemorySearcher searcher = Searcher(history, store, counted);
        string[] texts = ["copper1 and lantern2", "violin7", "lantern3 of copper2"];

        IReadOnlyList<IReadOnlyList<VectorMatch>> found = await searcher.CandidatesAsync(texts, MemoryFixture.Alice, 4, Token);

        counted.CallCount.Should().Be(1);
        found.Should().HaveCount(3).And.OnlyContain(matches => matches.Count >= 4 && matches.Count <= 6);
        IReadOnlyList<IReadOnlyList<VectorMatch>> again = await searcher.CandidatesAsync(texts, MemoryFixture.Alice, 4, Token);
        again.Zip(found).Should().OnlyContain(pair => pair.First.SequenceEqual(pair.Second));
    }

    [Fact]
    public async Task AddAsync_OfAFactThatOnlySharesWordsWithAMemory_ShowsItToTheArbiter()
    {
        DeterministicEmbeddingGenerator embeddings = Unrelated("Ada moved the copper lantern", 0);
        string[] near = [.. Enumerable.Range(0, 5).Select(n => $"zebra{n}")];
        Array.ForEach(near, text => embeddings.Map(text, Turned(0.3)));
        embeddings.Map("The copper lantern is in the cellar", Turned(1.5));
        List<ArbitrationRequest> asked = [];
        await using Memory memory = new MemoryBuilder()
            .UseEmbeddings(embeddings)
            .UseFactExtractor(new Adding.FixedExtractor(new ExtractedFact("Ada moved the copper lantern") { Messages = [0] }))
            .UseArbiter(new Adding.RecordingArbiter(asked))
            .Build();
        foreach (string text in (string[])[.. near, "The copper lantern is in the cellar"])
        {
            await memory.AddAsync(text, MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        await memory.AddAsync("I moved it", MemoryFixture.Alice, cancellationToken: Token);

        MemoryCandidate last = asked.Should().ContainSingle().Which.Candidates[^1];
        last.Item.Text.Should().Be("The copper lantern is in the cellar");
        last.Score.Should().BeApproximately(Math.Cos(1.5), 1e-5);
        asked[0].Candidates.Should().HaveCount(6);
        (await memory.SearchAsync(
            "Ada moved the copper lantern", MemoryFixture.Alice, new MemorySearchOptions { Mode = MemorySearchMode.Vector, Top = 5 }, Token))
            .Select(hit => hit.Item.Text).Should().HaveCount(5).And.NotContain(last.Item.Text, "by vectors alone it is the last");
    }

    private static DeterministicEmbeddingGenerator Unrelated(string text, double angle) =>
        new DeterministicEmbeddingGenerator(2) { SharedWordsAreNear = false }.Map(text, Turned(angle));

    private static float[] Turned(double angle) => [(float)Math.Cos(angle), (float)Math.Sin(angle)];

    private static Task StoreAsync(InMemoryHistoryStore history, IVectorStore store, params string[] texts) =>
        StoreAsync(history, store, new DeterministicEmbeddingGenerator(), texts);

    private static async Task StoreAsync(
        InMemoryHistoryStore history, IVectorStore store, DeterministicEmbeddingGenerator embeddings, params string[] texts)
    {
        await using Memory memory = new MemoryBuilder()
            .UseHistory(history, isOwned: false)
            .UseVectorStore(store)
            .UseEmbeddings(embeddings)
            .Build();
        foreach (string text in texts)
        {
            await memory.AddAsync(text, MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }
    }

    private static async Task<string[]> ByWordsAsync(MemorySearcher searcher, string text, int top = 10)
    {
        MemorySearchOptions options = new() { Mode = MemorySearchMode.Keyword, Top = top };
        return [.. (await searcher.SearchAsync([text], MemoryFixture.Alice, options, Token))[0].Hits.Select(hit => hit.Item.Text)];
    }

    private static MemorySearcher Searcher(InMemoryHistoryStore history, IVectorStore store, DeterministicEmbeddingGenerator? embeddings = null)
    {
        MemoryTelemetry telemetry = new(meters: null, TimeProvider.System);
        EmbeddingCalls calls = new(
            embeddings ?? new DeterministicEmbeddingGenerator(),
            new ServiceCalls(ResiliencePipeline.Empty, EmbeddingCalls.Translate),
            telemetry,
            NullLogger.Instance);
        TextEmbedder embedder = new(new EmbeddingModel(calls, id: null), previous: null, history, new MemoryOptions(), telemetry, NullLogger.Instance);
        Projection projection = new(history, store, embedder, TimeProvider.System, NullLogger.Instance);
        return new MemorySearcher(embedder, projection, store, history, new MemoryOptions(), TimeProvider.System);
    }
}
