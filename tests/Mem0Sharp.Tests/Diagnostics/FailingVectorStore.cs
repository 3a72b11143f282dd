namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>A vector store that fails when a test says so, and keeps what it was given.</summary>
internal sealed class FailingVectorStore : IVectorStore
{
    private readonly InMemoryVectorStore _inner = new();

    public Exception? Failure { get; set; }

    public List<object> Seen { get; } = [];

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        Inner(space).OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        Inner(changes).ApplyAsync(changes, position, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        Inner(query).SearchAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private InMemoryVectorStore Inner(object seen)
    {
        Seen.Add(seen);
        return Failure is null ? _inner : throw Failure;
    }
}
