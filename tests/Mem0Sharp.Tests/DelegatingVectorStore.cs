namespace Mem0Sharp.Tests;

/// <summary>A store in memory, of which each double changes one thing: it keeps the contract because another does.</summary>
internal class DelegatingVectorStore : IVectorStore
{
    protected InMemoryVectorStore Inner { get; } = new();

    public virtual Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        Inner.OpenAsync(space, cancellationToken);

    public virtual Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        Inner.ApplyAsync(changes, position, cancellationToken);

    public virtual Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        Inner.SearchAsync(query, cancellationToken);

    public virtual Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        Inner.SearchKeywordsAsync(query, cancellationToken);

    public virtual Task<long> CountAsync(CancellationToken cancellationToken = default) => Inner.CountAsync(cancellationToken);

    public virtual Task ClearAsync(CancellationToken cancellationToken = default) => Inner.ClearAsync(cancellationToken);

    public virtual ValueTask DisposeAsync() => Inner.DisposeAsync();
}
