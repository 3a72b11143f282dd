namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>A search sees one state of the store: it waits for no batch, and sees no half of one.</summary>
public sealed class SnapshotTests
{
    private const int Dimensions = 64;
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SearchAsync_WhileABatchIsHalfApplied_EndsAndSeesNothingOfIt()
    {
        await using InMemoryVectorStore store = await OpenAsync([Item("a", "copper", 1), Item("b", "lantern", 1)]);
        using ManualResetEventSlim isHalfDone = new();
        using ManualResetEventSlim isSearched = new();
        ObservedList waits = new(() => WaitHalfWay(isHalfDone, isSearched), "run");
        Task applying = Task.Run(
            () => store.ApplyAsync(
                [
                    Upsert(Item("a", "violin", 2)),
                    new VectorChange.Delete("b", 2),
                    Upsert(Item("c", "copper", 1) with { LinkedRunIds = waits }),
                    Upsert(Item("d", "copper", 1)),
                ],
                new HistoryPosition(0, 2),
                Token),
            Token);
        isHalfDone.Wait(Token);

        IReadOnlyList<VectorMatch> near = await store.SearchAsync(Near(1), Token);
        IReadOnlyList<VectorMatch> ofIds = await store.SearchAsync(Near(1, "d", "c", "b", "a", "e"), Token);
        IReadOnlyList<VectorMatch> sharing = await store.SearchKeywordsAsync(Sharing("copper lantern violin"), Token);
        long count = await store.CountAsync(Token);
        bool wasDone = applying.IsCompleted;
        isSearched.Set();
        await applying;

        wasDone.Should().BeFalse("the batch waited for the searches, not they for it");
        near.Select(match => (match.Item.Id, match.Item.Version)).Should().BeEquivalentTo([("a", 1), ("b", 1)]);
        ofIds.Should().Equal(near);
        sharing.Select(match => (match.Item.Id, match.Item.Version)).Should().BeEquivalentTo([("a", 1), ("b", 1)]);
        count.Should().Be(2);
        (await store.SearchAsync(Near(1), Token)).Select(match => (match.Item.Id, match.Item.Version))
            .Should().BeEquivalentTo([("a", 2), ("c", 1), ("d", 1)]);
        (await store.SearchKeywordsAsync(Sharing("copper"), Token)).Select(match => match.Item.Id).Should().BeEquivalentTo("c", "d");
    }

    [Fact]
    public async Task Searches_WhileMemoriesOfABatchChangeTogether_SeeOneStateOfThem()
    {
        const int Batches = 3_000;
        const int Memories = 20;
        string[] words = ["copper", "lantern", "violin"];
        string[] ids = [.. Enumerable.Range(0, Memories).Select(n => $"m{n}")];
        await using InMemoryVectorStore store = await OpenAsync([.. ids.Select(id => Item(id, words[0], 1))]);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using CountdownEvent searching = new(3);
        Task<int>[] readers =
        [
            .. Enumerable.Range(0, 3).Select(reader => Task.Run(
                async () =>
                {
                    int searches = 0;
                    for (; !done.IsCancellationRequested; searches++)
                    {
                        SignalFirst(searching, searches);
                        IReadOnlyList<VectorMatch> found = reader switch
                        {
                            0 => await store.SearchKeywordsAsync(Sharing(string.Join(' ', words)), Token),
                            1 => await store.SearchAsync(Near(1), Token),
                            _ => await store.SearchAsync(Near(1, ids), Token),
                        };
                        found.Select(match => match.Item.Id).Distinct(StringComparer.Ordinal).Should().HaveCount(Memories);
                        found.Select(match => (match.Item.Version, match.Item.Text, match.Score)).Distinct().Should().ContainSingle("they change together");
                    }

                    return searches;
                },
                Token)),
        ];

        searching.Wait(Token);
        for (int batch = 2; batch < Batches; batch++)
        {
            // By turns a new text, which takes another row, and a description, which does not.
            string word = words[batch / 2 % words.Length];
            await store.ApplyAsync(
                [.. ids.Select(id => Upsert(Item(id, word, batch), batch / 2))], new HistoryPosition(0, batch), Token);
        }

        await done.CancelAsync();
        (await Task.WhenAll(readers)).Should().OnlyContain(searches => searches > 0, "searches that did not run prove nothing");
    }

    [Fact]
    public async Task Searches_WhileMemoriesLeaveTheListOfAWordOrOfARun_FindTheOthers()
    {
        const int Batches = 6_000;
        const int Moving = 40;
        string[] ids = [.. Enumerable.Range(0, Moving).Select(n => $"m{n}")];
        await using InMemoryVectorStore store = await OpenAsync([Item("stays", "copper", 1), .. ids.Select(id => Item(id, "copper", 1))]);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using CountdownEvent searching = new(4);
        Task<int>[] readers =
        [
            .. Enumerable.Range(0, 4).Select(reader => Task.Run(
                async () =>
                {
                    int searches = 0;
                    for (; !done.IsCancellationRequested; searches++)
                    {
                        SignalFirst(searching, searches);
                        IReadOnlyList<VectorMatch> found = reader switch
                        {
                            0 or 1 => await store.SearchKeywordsAsync(Sharing("copper"), Token),
                            2 => await store.SearchAsync(InRun(1), Token),
                            _ => await store.SearchAsync(InRun(1, [.. ids, "stays"]), Token),
                        };
                        found.Should().Contain(match => match.Item.Id == "stays");
                    }

                    return searches;
                },
                Token)),
        ];

        searching.Wait(Token);
        for (int batch = 2; batch < Batches; batch++)
        {
            // By turns they have the word, and are of the run, or neither.
            await store.ApplyAsync(
                [.. ids.Select(id => batch % 2 == 0 ? (VectorChange)new VectorChange.Delete(id, batch) : Upsert(Item(id, "copper", batch)))],
                new HistoryPosition(0, batch),
                Token);
        }

        await done.CancelAsync();
        (await Task.WhenAll(readers)).Should().OnlyContain(searches => searches > 0, "searches that did not run prove nothing");
    }

    [Fact]
    public async Task SearchAsync_WhileAMemoryIsUpdatedAMillionTimes_NeverSeesATornVector()
    {
        const int Updates = 1_000_000;
        const int Turns = 64;
        VectorChange[] changes = new VectorChange[1];
        float[][] vectors = [.. Enumerable.Range(0, Turns).Select(Vector)];
        double[] scores = new double[Turns];
        await using InMemoryVectorStore store = await OpenAsync([Item("a", "copper", 1)]);
        for (int turn = 0; turn < Turns; turn++)
        {
            await store.ApplyAsync([new VectorChange.Upsert(Item("a", "copper", turn + 2), vectors[turn])], new HistoryPosition(0, turn + 2), Token);
            scores[turn] = (await store.SearchAsync(Near(3), Token)).Single().Score;
        }

        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using CountdownEvent searching = new(1);
        Task<int> reader = Task.Run(
            async () =>
            {
                int searches = 0;
                for (; !done.IsCancellationRequested; searches++)
                {
                    SignalFirst(searching, searches);
                    VectorMatch match = (await store.SearchAsync(Near(3), Token)).Single();
                    match.Score.Should().Be(scores[(match.Item.Version - 2) % Turns], "version {0} has that vector", match.Item.Version);
                }

                return searches;
            },
            Token);
        MemoryItem item = Item("a", "copper", 1);
        searching.Wait(Token);
        for (int update = Turns; update < Updates; update++)
        {
            changes[0] = new VectorChange.Upsert(item with { Version = update + 2 }, vectors[update % Turns]);
            await store.ApplyAsync(changes, new HistoryPosition(0, update + 2), Token);
        }

        await done.CancelAsync();
        (await reader).Should().BePositive("searches that did not run prove nothing");
        scores.Distinct().Count().Should().BeGreaterThan(Turns / 2, "else a torn vector could not be told");
    }

    /// <summary>Tells before the first search that there is one: a busy thread pool may begin it late.</summary>
    private static void SignalFirst(CountdownEvent searching, int searches)
    {
        if (searches == 0)
        {
            searching.Signal();
        }
    }

    private static void WaitHalfWay(ManualResetEventSlim isHalfDone, ManualResetEventSlim isSearched)
    {
        isHalfDone.Set();
        isSearched.Wait(Token);
    }

    private static async Task<InMemoryVectorStore> OpenAsync(params MemoryItem[] items)
    {
        InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", Dimensions), Token);
        await store.ApplyAsync([.. items.Select(item => Upsert(item))], new HistoryPosition(0, 1), Token);
        return store;
    }

    private static MemoryItem Item(string id, string text, int version) => new() { Id = id, Text = text, Scope = Alice, Version = version, LinkedRunIds = ["r1"] };

    private static VectorChange.Upsert Upsert(MemoryItem item, int turn = 1) => new(item, Vector(turn));

    private static float[] Vector(int turn) => [.. Enumerable.Range(0, Dimensions).Select(i => MathF.Sin(1 + (turn * 7) + (i * (turn + 1))))];

    private static VectorQuery Near(int turn, params string[]? memoryIds) =>
        new() { Vector = Vector(turn), Scope = Alice, Top = 100, MemoryIds = memoryIds is [] ? null : memoryIds };

    private static VectorQuery InRun(int turn, params string[] memoryIds) =>
        new() { Vector = Vector(turn), Scope = MemoryScope.ForRun("r1"), Top = 100, MemoryIds = memoryIds is [] ? null : memoryIds };

    private static KeywordQuery Sharing(string text) => new() { Text = text, Scope = Alice, Top = 100 };
}
