namespace Mem0Sharp.Postgres.Tests.Suites;

/// <summary>What searches a history in PostgreSQL; where a test puts another history in its place, or something around it, a store in memory.</summary>
internal sealed class SuiteVectorStore(PostgresHistoryStore own) : IVectorStore
{
    private IVectorStore _store = new PostgresVectorStore(own);

    public bool IsCommittedWith(IHistoryStore history)
    {
        if (!ReferenceEquals(history, own))
        {
            _store = new InMemoryVectorStore();
        }

        return _store.IsCommittedWith(history);
    }

    public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) => _store.OpenAsync(space, cancellationToken);

    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        _store.ApplyAsync(changes, position, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
        _store.SearchAsync(query, cancellationToken);

    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
        _store.SearchKeywordsAsync(query, cancellationToken);

    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _store.CountAsync(cancellationToken);

    public Task ClearAsync(CancellationToken cancellationToken = default) => _store.ClearAsync(cancellationToken);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
