namespace Mem0Sharp.Tests;

/// <summary>A history that lets something happen just before a commit, as another process would. Passes all else on.</summary>
internal sealed class InterruptedHistory(IHistoryStore inner) : IHistoryStore
{
    public Func<Task>? BeforeNextCommit { get; set; }

    public Exception? FailNextCommit { get; set; }

    public List<int> CommitSizes { get; } = [];

    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

    public Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) =>
        inner.GetPositionAsync(cancellationToken);

    public async Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        Func<Task>? before = BeforeNextCommit;
        BeforeNextCommit = null;
        if (before is not null)
        {
            await before();
        }

        if (FailNextCommit is { } failure)
        {
            FailNextCommit = null;
            throw failure;
        }

        CommitSizes.Add(writes.Count);
        return await inner.CommitAsync(writes, cancellationToken);
    }

    public Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        inner.GetHeadsAsync(ids, cancellationToken);

    public Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default) =>
        inner.ListAsync(query, cancellationToken);

    public Task<long> CountAsync(MemoryScope? scope, DateTimeOffset? activeAt, CancellationToken cancellationToken = default) =>
        inner.CountAsync(scope, activeAt, cancellationToken);

    public IAsyncEnumerable<HistoryEntry> ReadAsync(IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(memoryIds, cancellationToken);

    public IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        inner.ReadChangesAsync(afterSequence, cancellationToken);

    public Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => inner.GetEmbeddingsAsync(texts, cancellationToken);

    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => inner.ResetAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
