namespace Mem0Sharp.Tests;

/// <summary>An in-memory store that fails when told to, as a remote one would, and keeps what it was given.</summary>
internal sealed class FailingVectorStore : IVectorStore
{
    private readonly InMemoryVectorStore _inner = new();
    private int _timesLeft;
    private (int Call, Exception Failure)? _later;

    public Exception? Failure { get; set; }

    /// <summary>Gets or sets what changes wait for before they are applied.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public List<object> Seen { get; } = [];

    /// <summary>Fails so many changes, then works again.</summary>
    public void FailTimes(int times, Exception failure)
    {
        _timesLeft = times;
        Failure = failure;
    }

    /// <summary>Fails from the changes of this number on, counted from 1 from now.</summary>
    public void FailFrom(int call, Exception failure) => _later = (call, failure);

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        Inner(space).OpenAsync(space, cancellationToken);

    public async Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        if (_later is { } later)
        {
            _later = later.Call > 1 ? (later.Call - 1, later.Failure) : null;
            Failure = later.Call > 1 ? Failure : later.Failure;
        }

        Exception? failure = Failure;
        if (_timesLeft > 0 && --_timesLeft == 0)
        {
            Failure = null;
        }

        Seen.Add(changes);
        await Until;
        if (failure is not null)
        {
            throw failure;
        }

        await _inner.ApplyAsync(changes, position, cancellationToken);
    }

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        Inner(query).SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        Inner(query).SearchKeywordsAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private InMemoryVectorStore Inner(object seen)
    {
        Seen.Add(seen);
        return Failure is null ? _inner : throw Failure;
    }
}
