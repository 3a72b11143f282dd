namespace Mem0Sharp.Tests.Search;

public sealed class PastSearchTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SearchAsync_AsOf_EmbedsTheQuestionAndNoStoredText_B10()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int i = 0; i < 300; i++)
        {
            await fixture.StoreAsync($"memory number {i}");
        }

        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        MemorySearchResults found = await SearchAsync(fixture, "a question of its own", MemoryAsOf.Known(fixture.Time.GetUtcNow()), top: 1_000);

        found.Should().HaveCount(300);
        fixture.Embeddings.CallCount.Should().Be(calls + 1);
        fixture.Embeddings.Texts[^1].Should().Be("a question of its own");
        await fixture.Memory.GetAllAsync(
            MemoryFixture.Alice, new MemoryListOptions { AsOf = MemoryAsOf.Held(fixture.Time.GetUtcNow()) }, Token).CountAsync(Token);
        fixture.Embeddings.CallCount.Should().Be(calls + 1, "a list compares nothing");
    }

    [Fact]
    public async Task SearchAsync_AsOfWhenNothingCounts_EmbedsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset before = fixture.Time.GetUtcNow().AddHours(-1);

        (await SearchAsync(fixture, "anything", MemoryAsOf.Known(before))).Should().BeEmpty();
        fixture.Embeddings.CallCount.Should().Be(0, "nothing was ever stored");
        await fixture.StoreAsync("likes tea");
        int calls = fixture.Embeddings.CallCount;

        (await SearchAsync(fixture, "anything", MemoryAsOf.Known(before))).Should().BeEmpty();
        fixture.Embeddings.CallCount.Should().Be(calls, "nothing was known then");
    }

    [Theory]
    [InlineData(MemorySearchMode.Hybrid)]
    [InlineData(MemorySearchMode.Vector)]
    public async Task SearchAsync_AsOfNow_FindsTheSameWithTheSameScoresAsWithout(MemorySearchMode mode)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int i = 0; i < 40; i++)
        {
            await fixture.StoreAsync($"the {Word(i)} walks to the {Word(i / 3)} of {Word(i * 7)}");
        }

        foreach (int i in Enumerable.Range(0, 7))
        {
            string question = $"what does the {Word(i)} do";
            Dictionary<string, double> now = (await SearchAsync(fixture, question, asOf: null, top: 100, mode))
                .ToDictionary(hit => hit.Item.Id, hit => hit.Score, StringComparer.Ordinal);
            MemorySearchResults past = await SearchAsync(fixture, question, new MemoryAsOf(), top: 100, mode);

            past.Should().HaveCount(40).And.OnlyContain(hit => Math.Abs(hit.Score - now[hit.Item.Id]) < 1e-6);
        }
    }

    [Fact]
    public async Task SearchAsync_AsOf_ScoresAreCosinesThoughRoundingCarriesThemBeyondOne()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<double> scores = [];
        for (int i = 0; i < 100; i++)
        {
            string text = $"{Word(i)} number {i} and {Word(i * 3)}";
            await fixture.StoreAsync(text);
            scores.Add((await SearchAsync(fixture, text, new MemoryAsOf(), top: 1, MemorySearchMode.Vector))[0].Score);
        }

        scores.Should().OnlyContain(score => score <= 1 && score > 0.999_99);
    }

    [Fact]
    public async Task SearchAsync_AsOf_ComparesWithTheTextThatCountsThen()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.StoreAsync("plays chess");
        DateTimeOffset before = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(item.Id, "owns a boat", cancellationToken: Token);

        MemorySearchResult then = (await SearchAsync(fixture, "likes tea", MemoryAsOf.Known(before), top: 1, MemorySearchMode.Vector)).Single();

        (then.Item.Id, then.Item.Version).Should().Be((item.Id, 1));
        then.Score.Should().BeApproximately(1, 1e-6);
        (await SearchAsync(fixture, "likes tea", MemoryAsOf.Known(fixture.Time.GetUtcNow()), mode: MemorySearchMode.Vector))
            .Should().OnlyContain(hit => hit.Item.Text != "likes tea" && hit.Score < 0.9);
    }

    [Fact]
    public async Task SearchAsync_AsOf_KeepsToTopAndThresholdAndPutsTheNewestOfNearTiesFirst()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("the office is in Oslo");
        await fixture.StoreAsync("the office is in Bergen");
        await fixture.StoreAsync("plays chess");
        MemoryAsOf asOf = MemoryAsOf.Known(fixture.Time.GetUtcNow());

        (await SearchAsync(fixture, "where is the office", asOf, top: 1)).Single().Item.Text.Should().Be("the office is in Bergen");
        (await fixture.Memory.SearchAsync(
            "where is the office", MemoryFixture.Alice, new MemorySearchOptions { AsOf = asOf, Threshold = 0.5 }, Token))
            .Select(hit => hit.Item.Text).Should().Equal("the office is in Bergen", "the office is in Oslo");
    }

    [Fact]
    public async Task SearchAsync_AsOf_GoesByWordsAndVectorsAndSaysSoOnlyWhereThereWasAMemory()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("likes tea");
        DateTimeOffset now = fixture.Time.GetUtcNow();

        MemorySearchResults found = await SearchAsync(fixture, "which tea", MemoryAsOf.Known(now));
        MemorySearchResults before = await SearchAsync(fixture, "which tea", MemoryAsOf.Known(now.AddHours(-1)));

        (found.Count, found.Signals, found.EmbeddingModel).Should().Be((1, SearchSignals.Vector | SearchSignals.Keyword, "deterministic"));
        (before.Count, before.Signals, before.EmbeddingModel).Should().Be((0, SearchSignals.None, null));
    }

    [Theory]
    [InlineData(MemorySearchMode.Hybrid)]
    [InlineData(MemorySearchMode.Vector)]
    public async Task SearchAsync_AsOf_WhileTheEmbedderIsDown_GoesByTheWordsAsASearchDoes(MemorySearchMode mode)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false)));
        MemoryItem boat = await fixture.StoreAsync("owns a boat");
        await fixture.StoreAsync("likes tea");
        fixture.Embeddings.FailNext(new HttpRequestException("down")).FailNext(new HttpRequestException("down"));
        MemorySearchResults expected = await SearchAsync(fixture, "which boat", asOf: null, mode: mode);

        MemorySearchResults found = await SearchAsync(fixture, "which boat", new MemoryAsOf(), mode: mode);

        found.Select(hit => hit.Item).Should().Equal(boat);
        found[0].Score.Should().BeApproximately(expected.Single().Score, 1e-9);
        (found.Signals, found.EmbeddingModel).Should().Be((SearchSignals.Keyword, null)).And.Be((expected.Signals, expected.EmbeddingModel));
    }

    [Fact]
    public async Task SearchAsync_AsOf_WhileTheEmbedderIsDownAndNothingMayLack_Throws()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("owns a boat");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));

        await fixture.Awaiting(each => SearchAsync(each, "which boat", new MemoryAsOf())).Should().ThrowAsync<MemoryNetworkException>();
    }

    private static string Word(int number) => ((string[])["fox", "hill", "river", "sea", "wolf", "moon", "tree"])[number % 7];

    private static Task<MemorySearchResults> SearchAsync(
        MemoryFixture fixture, string text, MemoryAsOf? asOf, int top = 10, MemorySearchMode mode = MemorySearchMode.Hybrid) =>
        fixture.Memory.SearchAsync(text, MemoryFixture.Alice, new MemorySearchOptions { Mode = mode, AsOf = asOf, Top = top }, Token);
}
