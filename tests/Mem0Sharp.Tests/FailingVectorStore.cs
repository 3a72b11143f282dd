namespace Mem0Sharp.Tests;

/// <summary>An in-memory store whose changes fail when told to, as a remote one's would.</summary>
internal sealed class FailingVectorStore : IVectorStore
{
    private readonly InMemoryVectorStore _inner = new();
    private int _timesLeft;

    public Exception? Failure { get; set; }

    public void FailTimes(int times, Exception failure)
    {
        _timesLeft = times;
        Failure = failure;
    }

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        _inner.OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        Exception? failure = Failure;
        if (_timesLeft > 0 && --_timesLeft == 0)
        {
            Failure = null;
        }

        return failure is null ? _inner.ApplyAsync(changes, position, cancellationToken) : Task.FromException(failure);
    }

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
