namespace Mem0Sharp.Tests.Model;

/// <summary>A store with a fault: what is deleted stays in it.</summary>
internal sealed class DeafToDeletesVectorStore : IVectorStore
{
    private readonly InMemoryVectorStore _inner = new();

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        _inner.OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        _inner.ApplyAsync([.. changes.Where(change => change is not VectorChange.Delete)], position, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchKeywordsAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
