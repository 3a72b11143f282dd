namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class KeywordSearchTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryScope Bob = MemoryScope.ForUser("bob");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SearchKeywordsAsync_Scores_AreTheShareOfWhatTheQuestionCouldBringInTheScope()
    {
        await using InMemoryVectorStore store = await OpenAsync(("a", "copper lantern"), ("b", "copper violin"), ("c", "meadow orchard"));

        IReadOnlyList<VectorMatch> matches = await SearchAsync(store, "copper lantern telescope");

        // Three memories of two words each, so a word that is there once brings its weight; all could bring 1.9 of theirs.
        double copper = Math.Log(1 + (1.5 / 2.5));
        double lantern = Math.Log(1 + (2.5 / 1.5));
        double telescope = Math.Log(1 + (3.5 / 0.5));
        double most = 1.9 * (copper + lantern + telescope);
        matches.Select(match => match.Item.Id).Should().Equal("a", "b");
        matches[0].Score.Should().BeApproximately((copper + lantern) / most, 1e-12);
        matches[1].Score.Should().BeApproximately(copper / most, 1e-12);
    }

    [Fact]
    public async Task SearchKeywordsAsync_RareWord_IsWorthMoreThanAFrequentOne()
    {
        await using InMemoryVectorStore store = await OpenAsync(
            ("a", "copper meadow"), ("b", "copper orchard"), ("c", "copper harbour"), ("d", "lantern harbour"));

        (await SearchAsync(store, "copper lantern"))[0].Item.Id.Should().Be("d");
    }

    [Fact]
    public async Task SearchKeywordsAsync_WordsAndTheirOrder_DoNotMatterWhenTheyAreTheSame()
    {
        await using InMemoryVectorStore store = await OpenAsync(("a", "copper lantern"), ("b", "copper violin"));

        IReadOnlyList<VectorMatch> matches = await SearchAsync(store, "copper lantern violin");

        (await SearchAsync(store, "Violin LANTERNS copper, copper")).Should().Equal(matches);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2000)]
    public async Task SearchKeywordsAsync_AfterOthersMemoriesCameAndWent_GivesTheSameBits(int others)
    {
        await using InMemoryVectorStore store = await OpenAsync(
            ("a", "copper lantern harbour copper"), ("b", "copper violin"), ("c", "meadow orchard lantern"), ("d", "harbour"));
        IReadOnlyList<VectorMatch> before = await SearchAsync(store, "harbour copper lantern telescope");

        // More than the scope has: its rows are then gone through instead of a word's.
        await store.ApplyAsync(
            [.. Enumerable.Range(0, others).Select(n => Upsert($"bob{n}", $"copper lantern telescope zebra{n} aardvark{n}", Bob))], new HistoryPosition(0, 2), Token);
        IReadOnlyList<VectorMatch> beside = await SearchAsync(store, "harbour copper lantern telescope");
        await store.ApplyAsync(
            [.. Enumerable.Range(0, others).Select(n => new VectorChange.Delete($"bob{n}", 2))], new HistoryPosition(0, 3), Token);

        before.Should().HaveCount(4);
        beside.Should().Equal(before);
        (await SearchAsync(store, "harbour copper lantern telescope")).Should().Equal(before);
    }

    [Theory]
    [InlineData(0, null, "Top")]
    [InlineData(MemoryLimits.Top + 1, null, "Top")]
    [InlineData(1, (MemoryTrust)9, "MinTrust")]
    public async Task SearchKeywordsAsync_LimitOutOfRange_IsRefused(int top, MemoryTrust? minTrust, string parameter)
    {
        await using InMemoryVectorStore store = await OpenAsync();

        Func<Task> search = () => store.SearchKeywordsAsync(
            new KeywordQuery { Text = "copper", Scope = Alice, Top = top, MinTrust = minTrust }, Token);

        (await search.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be(parameter);
    }

    [Fact]
    public async Task ApplyAsync_TextsReplacedDeletedOrCleared_AreReachableNoMore()
    {
        await using InMemoryVectorStore store = await OpenAsync(
            ("a", "Xylograph in the cellar"), ("b", "Yttrium on the shelf"), ("c", "Zugzwang at the club"), ("d", "copper"));
        await SearchAsync(store, "xylograph yttrium zugzwang copper");
        foreach (string word in (string[])["xylograph", "yttrium", "zugzwang", "copper"])
        {
            ReachableText.Holds(store, word).Should().BeTrue("it is there: {0}", word);
        }

        await store.ApplyAsync(
            [Upsert("a", "silver", version: 2), new VectorChange.Delete("b", 2), Upsert("c", "tin", version: 2, vector: [])], new HistoryPosition(0, 2), Token);

        ReachableText.Holds(store, "xylograph").Should().BeFalse("its text was replaced");
        ReachableText.Holds(store, "yttrium").Should().BeFalse("its memory was deleted");
        ReachableText.Holds(store, "zugzwang").Should().BeFalse("its text was replaced by one that has no vector yet");
        ReachableText.Holds(store, "copper").Should().BeTrue("it was not touched");
        await store.ClearAsync(Token);
        ReachableText.Holds(store, "copper").Should().BeFalse("the store was cleared");
    }

    [Fact]
    public async Task ApplyAsync_SameTextInANewVersion_StaysFoundInItsNewScope()
    {
        await using InMemoryVectorStore store = await OpenAsync(("a", "copper lantern"), ("b", "copper"));

        await store.ApplyAsync([Upsert("a", "copper lantern", Bob, version: 2)], new HistoryPosition(0, 2), Token);

        (await SearchAsync(store, "copper")).Should().ContainSingle().Which.Item.Id.Should().Be("b");
        (await SearchAsync(store, "lantern", Bob)).Should().ContainSingle().Which.Item.Version.Should().Be(2);
    }

    [Fact]
    public async Task SearchKeywordsAsync_ScopeOfSeveralIds_LooksOnlyAtTheRowsOfTheMostSelective()
    {
        await using InMemoryVectorStore store = await OpenAsync();
        int reads = 0;
        ObservedList otherRun = new(() => reads++, "other");
        ObservedList thisRun = new(() => reads++, "run");
        await store.ApplyAsync(
            [
                .. Enumerable.Range(0, 500).Select(row => With(Upsert($"m{row:000}", "copper"), otherRun)),
                With(Upsert("wanted", "copper lantern"), thisRun),
            ],
            new HistoryPosition(0, 2),
            Token);
        reads = 0;

        IReadOnlyList<VectorMatch> matches = await SearchAsync(store, "copper lantern", MemoryScope.ForUser("alice", runId: "run"));

        matches.Should().ContainSingle().Which.Item.Id.Should().Be("wanted");
        reads.Should().BeLessThan(5, "501 memories have the word, the run has one");
    }

    [Fact]
    public async Task SearchKeywordsAsync_CancelledInTheMiddle_IsCancelledAndTheNextIsRight()
    {
        await using InMemoryVectorStore store = await OpenAsync();
        using CancellationTokenSource source = new();
        Action onRead = () => { };
        ObservedList runs = new(() => onRead(), "run");
        await store.ApplyAsync(
            [.. Enumerable.Range(0, 5000).Select(row => With(Upsert($"m{row:0000}", "copper lantern"), runs))], new HistoryPosition(0, 2), Token);
        MemoryScope scope = MemoryScope.ForUser("alice", runId: "run");
        IReadOnlyList<VectorMatch> before = await SearchAsync(store, "copper lantern", scope);

        onRead = source.Cancel;
        Func<Task> search = () => store.SearchKeywordsAsync(new KeywordQuery { Text = "copper lantern", Scope = scope, Top = 10 }, source.Token);
        await search.Should().ThrowAsync<OperationCanceledException>();

        (await SearchAsync(store, "copper lantern", scope)).Should().Equal(before);
    }

    [Fact]
    public async Task SearchKeywordsAsync_ManyAtOnce_GiveWhatOneGives()
    {
        await using InMemoryVectorStore store = await OpenAsync(
            [.. Enumerable.Range(0, 300).Select(row => ($"m{row:000}", $"copper{row % 7} lantern{row % 11} violin{row % 13}"))]);
        string[] texts = [.. Enumerable.Range(0, 13).Select(n => $"copper{n % 7} lantern{n % 11} violin{n}")];
        IReadOnlyList<VectorMatch>[] alone = [.. await Task.WhenAll(texts.Select(text => SearchAsync(store, text)))];

        IReadOnlyList<VectorMatch>[][] together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                List<IReadOnlyList<VectorMatch>> found = [];
                foreach (string text in texts)
                {
                    found.Add(await SearchAsync(store, text));
                }

                return found.ToArray();
            },
            Token)));

        foreach (IReadOnlyList<VectorMatch>[] found in together)
        {
            found.Zip(alone).Should().OnlyContain(pair => pair.First.SequenceEqual(pair.Second));
        }
    }

    [Fact]
    public async Task SearchKeywordsAsync_Always_AllocatesItsResultAndLittleElse()
    {
        const int Rows = 3000;
        await using InMemoryVectorStore store = await OpenAsync(
            [.. Enumerable.Range(0, Rows).Select(row => ($"m{row:0000}", $"copper lantern{row % 10} harbour{row % 100} violin{row}"))]);
        KeywordQuery query = new() { Text = "The copper of lantern3 in harbour33, violin1033", Scope = Alice, Top = 10 };
        (await store.SearchKeywordsAsync(query, Token)).Should().HaveCount(10);

        long bytes = await Allocation.OfAsync(() => _ = store.SearchKeywordsAsync(query, Token));

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a search of {Rows} memories that all share a word, top 10");

        // Ten matches of 16 bytes, their array and the task, and what sorting the words takes.
        bytes.Should().BeInRange(160, 600);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261127)]
    public async Task SearchKeywordsAsync_OfHostileQueries_FindsOrFindsNothing_E4(int seed)
    {
        string[] pieces =
        [
            "copper", "\"", "*", " NEAR ", "NEAR(", " AND ", " OR ", " NOT ", "-", "--", "^", ":", "(", ")", "{", "}", "';", "%", "_", "\\", "the", "and of",
            "🍕", "👩‍🚀", "京都", "สวัสดีครับ", "ﷺ", "\ud800", "\udc00", "\0", "\u202e", "\ufeff", "ß", "İ", "ﬁ", "a\u0301\u0301\u0301", "1,000,000", "user_id", ".", "  ", "\r\n",
        ];
        Random random = new(seed);
        await using InMemoryVectorStore store = await OpenAsync(("a", "copper lantern 京都 user_id"), ("b", string.Concat(pieces)));
        int found = 0;
        for (int run = 0; run < 20_000; run++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));

            IReadOnlyList<VectorMatch> matches = await SearchAsync(store, text);

            matches.Should().NotContain(match => !(match.Score > 0 && match.Score < 1), "of seed {0}, run {1}", seed, run);
            found += matches.Count;
        }

        found.Should().BePositive("searches that find nothing prove nothing");
        (await SearchAsync(store, "the and of")).Should().BeEmpty("stop words are no words");
        (await SearchAsync(store, "🍕")).Should().ContainSingle();
    }

    private static async Task<InMemoryVectorStore> OpenAsync(params (string Id, string Text)[] memories)
    {
        InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", 2), Token);
        await store.ApplyAsync([.. memories.Select(memory => Upsert(memory.Id, memory.Text))], new HistoryPosition(0, 1), Token);
        return store;
    }

    private static Task<IReadOnlyList<VectorMatch>> SearchAsync(InMemoryVectorStore store, string text, MemoryScope? scope = null) =>
        store.SearchKeywordsAsync(new KeywordQuery { Text = text, Scope = scope ?? Alice, Top = 10 }, Token);

    private static VectorChange.Upsert Upsert(string id, string text, MemoryScope? scope = null, int version = 1, float[]? vector = null) =>
        new(new MemoryItem { Id = id, Text = text, Scope = scope ?? Alice, Version = version }, vector ?? [1, 0]);

    private static VectorChange.Upsert With(VectorChange.Upsert upsert, IReadOnlyList<string> runs) =>
        new(upsert.Item with { LinkedRunIds = runs }, upsert.Vector);
}
