namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class InMemoryVectorStoreTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    [Fact]
    public async Task Members_BeforeOpen_AreInvalid()
    {
        await using InMemoryVectorStore store = new();

        await EachShouldThrow<InvalidOperationException>(store);
    }

    [Fact]
    public async Task Members_AfterClear_AreInvalidUntilOpenedAgain()
    {
        await using InMemoryVectorStore store = await OpenAsync(2);
        await store.ClearAsync(TestContext.Current.CancellationToken);

        await EachShouldThrow<InvalidOperationException>(store);
        await store.OpenAsync(new EmbeddingSpace("test", 2), TestContext.Current.CancellationToken);
        (await store.CountAsync(TestContext.Current.CancellationToken)).Should().Be(0);
    }

    [Fact]
    public async Task ClearAsync_BeforeOpen_DoesNothing()
    {
        await using InMemoryVectorStore store = new();

        await store.ClearAsync(TestContext.Current.CancellationToken);

        (await store.OpenAsync(new EmbeddingSpace("test", 2), TestContext.Current.CancellationToken)).Should().Be(HistoryPosition.Start);
    }

    [Fact]
    public async Task Members_AfterDispose_SayTheStoreIsDisposed()
    {
        InMemoryVectorStore store = await OpenAsync(2);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await EachShouldThrow<ObjectDisposedException>(store);
        Func<Task> open = () => store.OpenAsync(new EmbeddingSpace("test", 2), TestContext.Current.CancellationToken);
        Func<Task> clear = () => store.ClearAsync(TestContext.Current.CancellationToken);
        await open.Should().ThrowAsync<ObjectDisposedException>();
        await clear.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task OpenAsync_OtherDimensionWhenNothingIsStored_StartsAgain()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using InMemoryVectorStore store = await OpenAsync(2);
        await store.ApplyAsync([Upsert("a", 1, 0), new VectorChange.Delete("a", 2)], new HistoryPosition(0, 2), token);

        HistoryPosition position = await store.OpenAsync(new EmbeddingSpace("test", 3), token);

        position.Should().Be(HistoryPosition.Start);
        await store.ApplyAsync([Upsert("a", 1, 0, 0)], new HistoryPosition(0, 1), token);
        (await store.CountAsync(token)).Should().Be(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(MemoryLimits.Dimensions + 1)]
    public async Task OpenAsync_ImpossibleDimension_IsRefused(int dimensions)
    {
        await using InMemoryVectorStore store = new();

        Func<Task> open = () => store.OpenAsync(new EmbeddingSpace("test", dimensions), TestContext.Current.CancellationToken);

        (await open.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("space");
    }

    [Theory]
    [InlineData(0, null, "Top")]
    [InlineData(MemoryLimits.Top + 1, null, "Top")]
    [InlineData(1, 1.1, "MinScore")]
    [InlineData(1, double.NaN, "MinScore")]
    public async Task SearchAsync_LimitOutOfRange_IsRefused(int top, double? minScore, string parameter)
    {
        await using InMemoryVectorStore store = await OpenAsync(2);

        Func<Task> search = () => store.SearchAsync(Query(top, minScore, 1, 0), TestContext.Current.CancellationToken);

        (await search.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be(parameter);
    }

    [Theory]
    [InlineData(float.MaxValue)]
    [InlineData(float.Epsilon)]
    public async Task SearchAsync_ComponentsAtTheEndsOfFloat_ScoreAsCosines(float component)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using InMemoryVectorStore store = await OpenAsync(2);
        await store.ApplyAsync([Upsert("a", component, component)], new HistoryPosition(0, 1), token);

        IReadOnlyList<VectorMatch> matches = await store.SearchAsync(Query(1, null, component, 0), token);

        matches.Should().ContainSingle().Which.Score.Should().BeApproximately(Math.Sqrt(0.5), 1e-6);
    }

    [Theory]
    [InlineData(RowPage.Rows - 1)]
    [InlineData(RowPage.Rows)]
    [InlineData(RowPage.Rows + 1)]
    [InlineData((3 * RowPage.Rows) + 7)]
    public async Task SearchAsync_RowsAroundASegmentsEnd_AllAreFoundWithTheirOwnScores(int rows)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using InMemoryVectorStore store = await OpenAsync(2);
        double[] angles = [.. Enumerable.Range(0, rows).Select(row => row * Math.PI / rows)];
        await store.ApplyAsync([.. angles.Select((angle, row) => Turned(row, 1, angle))], new HistoryPosition(0, 1), token);

        // Every third goes, so that rows move across the segments' ends; and the last ones come back.
        await store.ApplyAsync(
            [.. Enumerable.Range(0, rows).Where(row => row % 3 == 0).Select(row => new VectorChange.Delete(Id(row), 2))],
            new HistoryPosition(0, 2),
            token);
        await store.ApplyAsync([Turned(0, 3, angles[0])], new HistoryPosition(0, 3), token);

        IReadOnlyList<VectorMatch> matches = await store.SearchAsync(Query(MemoryLimits.Top, null, 1, 0), token);

        int[] left = [.. Enumerable.Range(0, rows).Where(row => row == 0 || row % 3 != 0)];
        matches.Select(match => match.Item.Id).Should().Equal(left.Select(Id));
        matches.Zip(left).Should().OnlyContain(pair => Math.Abs(pair.First.Score - Math.Cos(angles[pair.Second])) < 1e-6);
    }

    [Fact]
    public async Task SearchAsync_EqualVectorsInAllRows_HaveExactlyEqualScores()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Random random = new(7);
        float[] vector = [.. Enumerable.Range(0, 387).Select(_ => random.NextSingle() - 0.5f)];
        float[] query = [.. Enumerable.Range(0, 387).Select(_ => random.NextSingle() - 0.5f)];
        await using InMemoryVectorStore store = await OpenAsync(387);
        await store.ApplyAsync([.. Enumerable.Range(0, 600).Select(row => Upsert(Id(row), vector))], new HistoryPosition(0, 1), token);

        IReadOnlyList<VectorMatch> matches = await store.SearchAsync(Query(600, null, query), token);

        matches.Select(match => match.Score).Distinct().Should().ContainSingle("a tie must be a tie in whatever row it lies");
        matches.Select(match => match.Item.Id).Should().Equal(Enumerable.Range(0, 600).Select(Id));
    }

    [Fact]
    public async Task SearchAsync_CancelledInTheMiddleOfAScan_IsCancelled()
    {
        await using InMemoryVectorStore store = await OpenAsync(1);
        using CancellationTokenSource source = new();
        bool isSearching = false;
        ObservedList agents = new(Read, "agent");
        await store.ApplyAsync(
            [.. Enumerable.Range(0, 5000).Select(row => new VectorChange.Upsert(Item(Id(row)) with { LinkedAgentIds = agents }, new float[] { 1 }))],
            new HistoryPosition(0, 1),
            TestContext.Current.CancellationToken);
        isSearching = true;

        Func<Task> search = () => store.SearchAsync(
            new VectorQuery { Vector = new float[] { 1 }, Scope = MemoryScope.ForUser("alice", "agent"), Top = 1 }, source.Token);

        await search.Should().ThrowAsync<OperationCanceledException>();

        void Read()
        {
            if (isSearching)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public async Task SearchAsync_Always_AllocatesItsResultAndLittleElse()
    {
        const int Rows = 3000;
        CancellationToken token = TestContext.Current.CancellationToken;
        await using InMemoryVectorStore store = await OpenAsync(384);
        Random random = new(11);
        await store.ApplyAsync(
            [.. Enumerable.Range(0, Rows).Select(row => Upsert(Id(row), [.. Enumerable.Range(0, 384).Select(_ => random.NextSingle() - 0.5f)]))],
            new HistoryPosition(0, 1),
            token);
        VectorQuery query = Query(10, null, [.. Enumerable.Range(0, 384).Select(_ => random.NextSingle() - 0.5f)]);
        (await store.SearchAsync(query, token)).Should().HaveCount(10);

        long bytes = await Allocation.OfAsync(() => _ = store.SearchAsync(query, token));

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a search of {Rows} memories, top 10");

        // Ten matches of 16 bytes, their array and the task: 256 bytes in all.
        bytes.Should().BeInRange(160, 400);
    }

    [Fact]
    public async Task SearchAsync_ScopeOfSeveralIds_LooksOnlyAtTheRowsOfTheMostSelective()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using InMemoryVectorStore store = await OpenAsync(1);
        MemoryScope app = MemoryScope.ForUser("alice", appId: "app");
        int reads = 0;
        ObservedList otherRun = new(() => reads++, "other");
        ObservedList thisRun = new(() => reads++, "run");
        await store.ApplyAsync(
            [
                .. Enumerable.Range(0, 500).Select(row => new VectorChange.Upsert(
                    Item(Id(row)) with { Scope = app, LinkedRunIds = otherRun }, new float[] { 1 })),
                new VectorChange.Upsert(Item("wanted") with { Scope = app, LinkedRunIds = thisRun }, new float[] { 1 }),
            ],
            new HistoryPosition(0, 1),
            token);
        reads = 0;

        IReadOnlyList<VectorMatch> matches = await store.SearchAsync(
            new VectorQuery { Vector = new float[] { 1 }, Scope = MemoryScope.ForUser("alice", runId: "run", appId: "app"), Top = 5 }, token);

        matches.Should().ContainSingle().Which.Item.Id.Should().Be("wanted");
        reads.Should().Be(1, "user and app have 501 memories each, the run has one");
    }

    private static async Task<InMemoryVectorStore> OpenAsync(int dimensions)
    {
        InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", dimensions), TestContext.Current.CancellationToken);
        return store;
    }

    private static async Task EachShouldThrow<TException>(InMemoryVectorStore store)
        where TException : Exception
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Func<Task>[] calls =
        [
            () => store.ApplyAsync([], HistoryPosition.Start, token),
            () => store.SearchAsync(Query(1, null, 1, 0), token),
            () => store.SearchKeywordsAsync(new KeywordQuery { Text = "text", Scope = Alice, Top = 1 }, token),
            () => store.CountAsync(token),
        ];
        foreach (Func<Task> call in calls)
        {
            // Exactly: a disposed store's exception is an InvalidOperationException too.
            (await call.Should().ThrowAsync<TException>()).Which.GetType().Should().Be(typeof(TException));
        }
    }

    private static string Id(int row) => $"m{row:0000}";

    private static MemoryItem Item(string id, int version = 1) => new() { Id = id, Text = "text", Scope = Alice, Version = version };

    private static VectorChange.Upsert Upsert(string id, params float[] vector) => new(Item(id), vector);

    private static VectorChange.Upsert Turned(int row, int version, double angle) =>
        new(Item(Id(row), version), new[] { (float)Math.Cos(angle), (float)Math.Sin(angle) });

    private static VectorQuery Query(int top, double? minScore, params float[] vector) =>
        new() { Vector = vector, Scope = Alice, Top = top, MinScore = minScore };
}
