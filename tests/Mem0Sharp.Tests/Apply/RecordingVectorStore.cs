namespace Mem0Sharp.Tests.Apply;

/// <summary>A store in memory that keeps what it was told.</summary>
internal sealed class RecordingVectorStore : IVectorStore
{
    private readonly InMemoryVectorStore _inner = new();

    public List<VectorChange> Told { get; } = [];

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        _inner.OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        Told.AddRange(changes);
        return _inner.ApplyAsync(changes, position, cancellationToken);
    }

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchKeywordsAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
