namespace Mem0Sharp.Tests.Hosting;

/// <summary>A vector store that counts what is done to it.</summary>
internal sealed class DisposalCountingStore : IVectorStore, IDisposable
{
    private readonly InMemoryVectorStore _inner = new();

    public int Disposals { get; private set; }

    public int Searches { get; private set; }

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        _inner.OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        _inner.ApplyAsync(changes, position, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        Searches++;
        return _inner.SearchAsync(query, cancellationToken);
    }

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        _inner.SearchKeywordsAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

    public void Dispose() => Disposals++;

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return _inner.DisposeAsync();
    }
}
