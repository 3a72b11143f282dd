using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search.Hybrid;

/// <summary>A search by both finds what either finds, and its score is of the question and the memory.</summary>
public sealed class HybridSearchTests : IAsyncDisposable
{
    private readonly MemoryFixture _fixture = ByRules();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task SearchAsync_ByBoth_FindsWhatEitherFindsAndSaysWhy()
    {
        Map("which boat?", 0);
        Map("sails the sea", 0);
        Map("owns a boat", 1);
        Map("likes tea", 2);
        MemoryItem near = await _fixture.StoreAsync("sails the sea"), named = await _fixture.StoreAsync("owns a boat");
        await _fixture.StoreAsync("likes tea");

        MemorySearchResults found = await SearchAsync("which boat?", explain: true);

        found.Signals.Should().Be(SearchSignals.Vector | SearchSignals.Keyword);
        found.Take(2).Select(result => result.Item).Should().BeEquivalentTo([near, named]);
        MemorySearchResult byVector = found.Single(result => result.Item == near), byWord = found.Single(result => result.Item == named);
        byVector.Details.Should().BeEquivalentTo(new { Cosine = 1.0, Keyword = 0.0, Period = (double?)null, FromKeyword = 0.0, FromPeriod = 0.0 });
        byWord.Details!.Cosine.Should().BeApproximately(0, 1e-6);
        byWord.Details.Keyword.Should().BePositive();
        foreach (MemorySearchResult result in found)
        {
            MemoryScoreDetails details = result.Details!;
            (details.FromCosine + details.FromKeyword + details.FromPeriod).Should().BeApproximately(result.Score, 1e-9);
            result.Score.Should().BeInRange(0, 1);
        }

        (await SearchAsync("which boat?"))[0].Details.Should().BeNull("nobody asked");
    }

    [Fact]
    public async Task SearchAsync_OfATimeThatIsNamed_PrefersWhatWasSaidThen()
    {
        await AddAsync("went to the sea", new DateTimeOffset(2023, 5, 7, 0, 0, 0, TimeSpan.Zero));
        await AddAsync("went to the sea again", new DateTimeOffset(2023, 9, 1, 0, 0, 0, TimeSpan.Zero));
        MemorySearchOptions byScore = new() { Mode = MemorySearchMode.Hybrid, NewestAmongNearTies = false, Explain = true };

        (await TextsAsync("When in May 2023 at the sea?", byScore)).Should().Equal("went to the sea", "went to the sea again");
        (await TextsAsync("When in September 2023 at the sea?", byScore)).Should().Equal("went to the sea again", "went to the sea");
        MemorySearchResults found = await _fixture.Memory.SearchAsync("When in May 2023 at the sea?", Alice, byScore, Token);
        found.Select(result => Math.Round(result.Details!.Period!.Value, 3)).Should().Equal(1, 0);
    }

    [Fact]
    public async Task SearchAsync_ByWords_EmbedsNothingAndFindsOnlyWhatSharesThem()
    {
        MemoryItem boat = await _fixture.StoreAsync("owns a boat");
        await _fixture.StoreAsync("likes tea");
        int calls = _fixture.Embeddings.CallCount;

        MemorySearchResults found = await _fixture.Memory.SearchAsync(
            "Which boat?", Alice, new MemorySearchOptions { Mode = MemorySearchMode.Keyword }, Token);

        found.Should().ContainSingle().Which.Item.Should().Be(boat);
        (found.Signals, found.EmbeddingModel).Should().Be((SearchSignals.Keyword, null));
        _fixture.Embeddings.CallCount.Should().Be(calls);
        MemorySearchOptions strict = new() { Mode = MemorySearchMode.Keyword, Threshold = found[0].Score + 1e-9 };
        (await _fixture.Memory.SearchAsync("Which boat?", Alice, strict, Token)).Should().BeEmpty("the limit is on the words' scale");
    }

    [Fact]
    public async Task SearchAsync_MoreMemoriesThanAreLookedFor_GivesEachTheScoreThatItHasAlone()
    {
        // More share the word than are looked for by it, and more are near than are looked for by vector.
        for (int i = 0; i < 260; i++)
        {
            string text = $"tea {string.Concat(Enumerable.Repeat("tea ", i % 3))}number {i}";
            _fixture.Embeddings.Map(text, [.. Enumerable.Range(0, 64).Select(axis => axis == i % 60 ? 1f : axis == 63 ? i / 300f : 0)]);
            await _fixture.StoreAsync(text);
        }

        Map("tea", 7);
        MemorySearchOptions all = new() { Mode = MemorySearchMode.Hybrid, Top = 1_000, NewestAmongNearTies = false, Explain = true };
        MemorySearchResults everything = await _fixture.Memory.SearchAsync("tea", Alice, all, Token);
        everything.Should().HaveCount(260);
        Dictionary<string, (double Score, MemoryScoreDetails? Details)> alone =
            everything.ToDictionary(result => result.Item.Id, result => (result.Score, result.Details), StringComparer.Ordinal);

        MemorySearchResults few = await _fixture.Memory.SearchAsync(
            "tea", Alice, new MemorySearchOptions { Mode = MemorySearchMode.Hybrid, Top = 5, NewestAmongNearTies = false, Explain = true }, Token);

        few.Select(result => result.Item.Id).Should().Equal(everything.Take(5).Select(result => result.Item.Id));
        foreach (MemorySearchResult result in few)
        {
            result.Score.Should().Be(alone[result.Item.Id].Score);
            result.Details.Should().Be(alone[result.Item.Id].Details);
        }
    }

    [Fact]
    public async Task SearchAsync_MoreMemoriesThanAreLookedFor_ReadsNoEmbeddingAndHasTheCosinesOfASearchByVector()
    {
        EmbeddingReads history = new(new InMemoryHistoryStore());
        await using Memory memory = new MemoryBuilder().UseHistory(history).UseEmbeddings(_fixture.Embeddings).Build();

        // The nearest by vector have no word of the question, and those that have one are far.
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => i < 150 ? $"number {i}" : $"tea of kind {i}")];
        Map("tea", 0);
        for (int i = 0; i < texts.Length; i++)
        {
            float[] vector = new float[64];
            (vector[0], vector[1 + (i % 60)]) = ((i < 150 ? 3 : 0.1f) / (1 + i), 1);
            _fixture.Embeddings.Map(texts[i], vector);
        }

        foreach (string text in texts)
        {
            await memory.AddAsync(text, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        }

        MemorySearchResults byVector = await memory.SearchAsync("tea", Alice, new MemorySearchOptions { Mode = MemorySearchMode.Vector, Top = 1_000 }, Token);
        Dictionary<string, double> cosines = byVector.ToDictionary(result => result.Item.Id, result => result.Score, StringComparer.Ordinal);
        history.Reads = 0;

        MemorySearchOptions ofFew = new() { Top = 25, NewestAmongNearTies = false, Explain = true };
        MemorySearchResults few = await memory.SearchAsync("tea", Alice, ofFew, Token);

        history.Reads.Should().Be(0, "the store has the vectors, and the question's is in the cache");
        few.Should().HaveCount(25);
        few.Should().Contain(result => byVector.Take(100).All(near => near.Item != result.Item), "words alone found it");
        few.Should().OnlyContain(result => result.Details!.Cosine == cosines[result.Item.Id]);
    }

    [Fact]
    public async Task SearchAsync_AfterOthersStored_GivesTheSameScores()
    {
        await _fixture.StoreAsync("owns a boat");
        await _fixture.StoreAsync("likes the sea");
        double[] before = [.. (await SearchAsync("Which boat sails the sea?")).Select(result => result.Score)];

        await _fixture.StoreAsync("boat boat sea", Bob);

        (await SearchAsync("Which boat sails the sea?")).Select(result => result.Score).Should().Equal(before);
    }

    [Theory]
    [InlineData(MemorySearchMode.Vector)]
    [InlineData(MemorySearchMode.Keyword)]
    [InlineData(MemorySearchMode.Hybrid)]
    public async Task SearchAsync_OfALookBackToNow_FindsWhatASearchFinds(MemorySearchMode mode)
    {
        foreach (string text in (string[])["owns a boat", "likes tea and boats", "likes coffee", "sails in May 2023"])
        {
            await _fixture.StoreAsync(text);
        }

        MemorySearchOptions now = new() { Mode = mode, Explain = true };
        MemorySearchResults expected = await _fixture.Memory.SearchAsync("Which boat, in March 2026?", Alice, now, Token);

        MemorySearchResults found = await _fixture.Memory.SearchAsync(
            "Which boat, in March 2026?", Alice, new MemorySearchOptions { Mode = mode, Explain = true, AsOf = MemoryAsOf.Known(_fixture.Time.GetUtcNow()) }, Token);

        found.Signals.Should().Be(expected.Signals);
        found.Select(result => result.Item).Should().Equal(expected.Select(result => result.Item));
        found.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First.Score - pair.Second.Score) < 1e-6);
    }

    [Fact]
    public async Task SearchAsync_WhileTheEmbedderIsDown_GoesByTheWordsOnTheSameScale()
    {
        await using MemoryFixture fixture = ByRules(builder => builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false)));
        await fixture.StoreAsync("owns a boat");
        MemorySearchOptions hybrid = new() { Mode = MemorySearchMode.Hybrid, Explain = true };
        double fromWords = (await fixture.Memory.SearchAsync("which boat?", Alice, hybrid, Token))[0].Details!.FromKeyword;
        fixture.Embeddings.FailNext(new HttpRequestException("down"));

        MemorySearchResults found = await fixture.Memory.SearchAsync("what boat?", Alice, hybrid, Token);

        found.Signals.Should().Be(SearchSignals.Keyword);
        found[0].Score.Should().BeApproximately(fromWords, 1e-9);
        found[0].Details!.Cosine.Should().BeNull();
    }

    [Fact]
    public async Task SearchAsync_OfAModeThatIsNone_IsRefusedBeforeAnythingIsEmbedded()
    {
        await _fixture.Memory.Awaiting(memory => memory.SearchAsync("tea", Alice, new MemorySearchOptions { Mode = (MemorySearchMode)3 }, Token))
            .Should().ThrowAsync<MemoryValidationException>();
        _fixture.Embeddings.CallCount.Should().Be(0);
    }

    private void Map(string text, int axis)
    {
        float[] vector = new float[64];
        vector[axis] = 1;
        _fixture.Embeddings.Map(text, vector);
    }

    private Task<MemoryAddResult> AddAsync(string text, DateTimeOffset at) => _fixture.Memory.AddAsync(
        text, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, OccurredAt = at }, Token);

    private Task<MemorySearchResults> SearchAsync(string question, bool explain = false) => _fixture.Memory.SearchAsync(
        question, Alice, new MemorySearchOptions { Mode = MemorySearchMode.Hybrid, Explain = explain }, Token);

    private async Task<string[]> TextsAsync(string question, MemorySearchOptions options) =>
        [.. (await _fixture.Memory.SearchAsync(question, Alice, options, Token)).Select(result => result.Item.Text)];
}
