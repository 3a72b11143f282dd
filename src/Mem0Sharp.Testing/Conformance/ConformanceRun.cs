namespace Mem0Sharp.Testing;

/// <summary>One run of one case: its store, what the cases say often, and what they expect.</summary>
internal sealed class ConformanceRun
{
    /// <summary>The space that cases open.</summary>
    public static readonly EmbeddingSpace Space = new("conformance", VectorStoreConformance.Dimensions);

    private readonly VectorStoreConformance _suite;
    private readonly string _caseName;
    private long _sequence;

    private ConformanceRun(VectorStoreConformance suite, string caseName, IVectorStore store, CancellationToken cancellationToken)
    {
        _suite = suite;
        _caseName = caseName;
        Store = store;
        CancellationToken = cancellationToken;
    }

    public IVectorStore Store { get; private set; }

    public CancellationToken CancellationToken { get; }

    public static async Task<ConformanceRun> StartAsync(
        VectorStoreConformance suite, string caseName, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ConformanceRun(
            suite, caseName, await suite.CreateEmptyAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
    }

    /// <summary>Makes a source of chance. Each stream of a case is its own, and the same in each run.</summary>
    public Random Random(int stream = 0) => new(HashSeed(stream));

    public Task<HistoryPosition> OpenAsync() => Store.OpenAsync(Space, CancellationToken);

    public async Task<HistoryPosition> ReopenAsync()
    {
        Store = await _suite.ReopenAsync(Store, CancellationToken).ConfigureAwait(false);
        return await OpenAsync().ConfigureAwait(false);
    }

    /// <summary>Applies changes at the next position.</summary>
    public Task ApplyAsync(params VectorChange[] changes) =>
        Store.ApplyAsync(changes, new HistoryPosition(0, Interlocked.Increment(ref _sequence)), CancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query) => Store.SearchAsync(query, CancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(KeywordQuery query) => Store.SearchKeywordsAsync(query, CancellationToken);

    public async Task<string[]> IdsAsync(VectorQuery query) =>
        [.. (await SearchAsync(query).ConfigureAwait(false)).Select(match => match.Item.Id)];

    /// <summary>Expects a search to find exactly these memories, in this order.</summary>
    public async Task ExpectFoundAsync(string what, VectorQuery query, params string[] ids) =>
        ExpectIds(what, ids, await IdsAsync(query).ConfigureAwait(false));

    /// <summary>Expects a search by keyword to find exactly these memories, in this order.</summary>
    public async Task ExpectFoundAsync(string what, KeywordQuery query, params string[] ids) =>
        ExpectIds(what, ids, (await SearchAsync(query).ConfigureAwait(false)).Select(match => match.Item.Id));

    /// <summary>Expects a search to find exactly these memories, in any order.</summary>
    public async Task ExpectFoundInAnyOrderAsync(string what, VectorQuery query, params string[] ids) =>
        ExpectIds(
            what,
            ids.Order(StringComparer.Ordinal),
            (await IdsAsync(query).ConfigureAwait(false)).Order(StringComparer.Ordinal));

    public async Task ExpectCountAsync(string what, long expected) =>
        ExpectEqual($"the count {what}", expected, await Store.CountAsync(CancellationToken).ConfigureAwait(false));

    public void ExpectIds(string what, IEnumerable<string> expected, IEnumerable<string> actual) =>
        ExpectEqual(what, $"[{string.Join(", ", expected)}]", $"[{string.Join(", ", actual)}]");

    public void ExpectEqual<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw Failure($"{what}: expected {expected}, actual {actual}");
        }
    }

    public void ExpectScore(string what, double expected, double actual)
    {
        // Single precision over few dimensions: stores that compute in float differ in the seventh digit.
        if (!(Math.Abs(expected - actual) <= 1e-5) || actual is < -1 or > 1)
        {
            throw Failure($"{what}: expected a score of {expected:R} ± 0.00001 within [-1, 1], actual {actual:R}");
        }
    }

    public async Task ExpectThrowsAsync<TException>(string what, Func<Task> act)
        where TException : Exception
    {
        try
        {
            await act().ConfigureAwait(false);
        }
        catch (TException)
        {
            return;
        }
        catch (Exception exception)
        {
            throw Failure(
                $"{what}: expected {typeof(TException).Name}, actual {exception.GetType().Name}: {exception.Message}", exception);
        }

        throw Failure($"{what}: expected {typeof(TException).Name}, actual no exception");
    }

    public ConformanceException Failure(string message, Exception? innerException = null) =>
        new(_caseName, $"{message} (seed {_suite.Seed})", innerException);

    // Not HashCode: it differs from process to process.
    private int HashSeed(int stream) => unchecked((_suite.Seed * 397) + stream);
}
