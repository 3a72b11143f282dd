namespace Mem0Sharp.Tests;

/// <summary>Passes every call on to another history. What a test wants otherwise, it overrides.</summary>
internal abstract class DelegatingHistory(IHistoryStore inner) : IHistoryStore
{
    /// <summary>Gets the history that a call goes to. May throw instead.</summary>
    protected virtual IHistoryStore Inner => inner;

    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) => Inner.OpenAsync(cancellationToken);

    public Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) =>
        Inner.GetPositionAsync(cancellationToken);

    public Task WaitForCommitAsync(HistoryPosition known, CancellationToken cancellationToken = default) =>
        Inner.WaitForCommitAsync(known, cancellationToken);

    public virtual Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default) =>
        Inner.CommitAsync(writes, cancellationToken);

    public virtual Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        Inner.GetHeadsAsync(ids, cancellationToken);

    public Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(query, cancellationToken);

    public Task<long> CountAsync(
        MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        Inner.CountAsync(scope, activeAt, filter, cancellationToken);

    public virtual IAsyncEnumerable<HistoryEntry> ReadAsync(
        IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default) => Inner.ReadAsync(memoryIds, cancellationToken);

    public virtual IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Inner.ReadAfterAsync(afterSequence, cancellationToken);

    public IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Inner.ReadChangesAsync(afterSequence, cancellationToken);

    public virtual IAsyncEnumerable<IReadOnlyList<HistoryEntry>> ReadScopeAsync(
        MemoryScope? scope, long throughSequence, CancellationToken cancellationToken = default) =>
        Inner.ReadScopeAsync(scope, throughSequence, cancellationToken);

    public virtual Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default) =>
        Inner.GetSequenceAtAsync(at, cancellationToken);

    public virtual Task<RecordedCall?> GetCallAsync(string key, CancellationToken cancellationToken = default) =>
        Inner.GetCallAsync(key, cancellationToken);

    public virtual IAsyncEnumerable<KnownCall> ReadCallsAsync(CancellationToken cancellationToken = default) => Inner.ReadCallsAsync(cancellationToken);

    public virtual Task AddCallsAsync(IReadOnlyList<KnownCall> calls, CancellationToken cancellationToken = default) =>
        Inner.AddCallsAsync(calls, cancellationToken);

    public Task<IReadOnlyList<DateTimeOffset?>> GetRejectionsAsync(
        IReadOnlyList<RejectedValue> values, CancellationToken cancellationToken = default) =>
        Inner.GetRejectionsAsync(values, cancellationToken);

    public Task<bool> LiftRejectionAsync(RejectedValue value, CancellationToken cancellationToken = default) =>
        Inner.LiftRejectionAsync(value, cancellationToken);

    public IAsyncEnumerable<Rejection> ReadRejectionsAsync(CancellationToken cancellationToken = default) =>
        Inner.ReadRejectionsAsync(cancellationToken);

    public virtual Task AddRejectionsAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken = default) =>
        Inner.AddRejectionsAsync(rejections, cancellationToken);

    public Task<IReadOnlyList<string>> GetUnembeddedAsync(int limit, CancellationToken cancellationToken = default) =>
        Inner.GetUnembeddedAsync(limit, cancellationToken);

    public virtual Task<int> AddEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, CancellationToken cancellationToken = default) =>
        Inner.AddEmbeddingsAsync(embeddings, cancellationToken);

    public IAsyncEnumerable<HistoryChange> ReadEmbeddedLaterAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Inner.ReadEmbeddedLaterAsync(afterSequence, cancellationToken);

    public virtual Task<QueuedCall> EnqueueAsync(QueuedCall call, CancellationToken cancellationToken = default) =>
        Inner.EnqueueAsync(call, cancellationToken);

    public virtual IAsyncEnumerable<QueuedCall> ReadQueueAsync(CancellationToken cancellationToken = default) =>
        Inner.ReadQueueAsync(cancellationToken);

    public Task<QueuedCall?> FindQueuedAsync(string id, CancellationToken cancellationToken = default) => Inner.FindQueuedAsync(id, cancellationToken);

    public Task<bool> IsQueuedAsync(string owner, CancellationToken cancellationToken = default) => Inner.IsQueuedAsync(owner, cancellationToken);

    public virtual Task<bool> NoteAttemptAsync(QueuedCall call, CancellationToken cancellationToken = default) =>
        Inner.NoteAttemptAsync(call, cancellationToken);

    public virtual Task<bool> DequeueAsync(string id, CancellationToken cancellationToken = default) => Inner.DequeueAsync(id, cancellationToken);

    public virtual Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default) =>
        Inner.EraseAsync(request, cancellationToken);

    public Task<IReadOnlyList<ErasedMemory>> GetErasuresAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Inner.GetErasuresAsync(afterSequence, cancellationToken);

    public virtual Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default) => Inner.GetEmbeddingsAsync(texts, cancellationToken);

    public Task<StagedEmbeddings> GetStagedEmbeddingsAsync(CancellationToken cancellationToken = default) =>
        Inner.GetStagedEmbeddingsAsync(cancellationToken);

    public IAsyncEnumerable<string> ReadUnstagedTextsAsync(EmbeddingSpace? space, CancellationToken cancellationToken = default) =>
        Inner.ReadUnstagedTextsAsync(space, cancellationToken);

    public virtual Task<int> StageEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts, CancellationToken cancellationToken = default) =>
        Inner.StageEmbeddingsAsync(embeddings, restarts, cancellationToken);

    public virtual Task<bool> ReplaceEmbeddingsAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
        Inner.ReplaceEmbeddingsAsync(space, cancellationToken);

    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default) => Inner.CheckAsync(cancellationToken);

    public virtual Task BackupAsync(string path, CancellationToken cancellationToken = default) => Inner.BackupAsync(path, cancellationToken);

    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => Inner.ResetAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
