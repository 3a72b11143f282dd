namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>A history in managed memory that fails from the moment a test says so.</summary>
internal sealed class FailingHistory : IHistoryStore
{
    private readonly InMemoryHistoryStore _inner = new();

    public Exception? Failure { get; set; }

    /// <summary>Gets or sets a value indicating whether only the reading of rows fails.</summary>
    public bool OnlyRows { get; set; }

    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) => Inner.OpenAsync(cancellationToken);

    public Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) => Inner.GetPositionAsync(cancellationToken);

    public Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default) =>
        Inner.CommitAsync(writes, cancellationToken);

    public Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        Inner.GetHeadsAsync(ids, cancellationToken);

    public Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(query, cancellationToken);

    public Task<long> CountAsync(MemoryScope? scope, DateTimeOffset? activeAt, CancellationToken cancellationToken = default) =>
        Inner.CountAsync(scope, activeAt, cancellationToken);

    public async IAsyncEnumerable<HistoryEntry> ReadAsync(
        IReadOnlyList<string> memoryIds, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (HistoryEntry entry in (Failure is null ? _inner : throw Failure).ReadAsync(memoryIds, cancellationToken))
        {
            yield return entry;
        }
    }

    public IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Inner.ReadChangesAsync(afterSequence, cancellationToken);

    public Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => Inner.GetEmbeddingsAsync(texts, cancellationToken);

    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => Inner.ResetAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private InMemoryHistoryStore Inner => Failure is null || OnlyRows ? _inner : throw Failure;
}
