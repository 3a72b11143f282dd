using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>A memory that ends at one scope: nothing outside it can be read, changed, counted, or told from nothing.</summary>
/// <remarks>
/// Made by <see cref="Memory.For"/>; thread-safe, and valid as long as that memory is. Each call does what the call of the same name of
/// <see cref="Memory"/> does, with its options, errors and promises; there is none that resets, adds many, imports, exports or opens. A memory is within
/// the scope when <see cref="MemoryScope.Contains"/> says so: its own ids match, or it was linked to the agent or the run. Of a memory
/// that was linked later, the versions before that are not within it. An unknown id and a foreign one give the same result and the
/// same error. What a person rejected (<see cref="LiftRejectionAsync"/>) holds for all that the same user has, so handles of one user's
/// agents share it.
/// </remarks>
public sealed class ScopedMemory
{
    private readonly Memory _memory;

    internal ScopedMemory(Memory memory, MemoryScope scope) => (_memory, Scope) = (memory, scope);

    /// <summary>Gets the scope: what is added gets its ids, and facts are compared only with what is found in it.</summary>
    public MemoryScope Scope { get; }

    /// <summary>Gets where the memory logs.</summary>
    internal ILogger Logger => _memory.Logger;

    /// <inheritdoc cref="Memory.AddAsync(IEnumerable{ChatMessage}, MemoryScope, MemoryAddOptions?, CancellationToken)"/>
    public Task<MemoryAddResult> AddAsync(
        IEnumerable<ChatMessage> messages, MemoryAddOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.AddAsync(messages, Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.AddAsync(string, MemoryScope, MemoryAddOptions?, CancellationToken)"/>
    public Task<MemoryAddResult> AddAsync(string text, MemoryAddOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.AddAsync(text, Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.SearchAsync"/>
    public Task<MemorySearchResults> SearchAsync(
        string query, MemorySearchOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.SearchAsync(query, Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.SearchManyAsync"/>
    public Task<IReadOnlyList<MemorySearchResults>> SearchManyAsync(
        IEnumerable<string> queries, MemorySearchOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.SearchManyAsync(queries, Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.GetContextAsync"/>
    public Task<MemoryContext> GetContextAsync(
        string query, MemoryContextOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.GetContextAsync(query, Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.GetAsync(string, CancellationToken)"/>
    public Task<MemoryItem?> GetAsync(string id, CancellationToken cancellationToken = default) => _memory.GetAsync(id, cancellationToken);

    /// <inheritdoc cref="Memory.GetAsync(string, MemoryAsOf, CancellationToken)"/>
    public Task<MemoryItem?> GetAsync(string id, MemoryAsOf asOf, CancellationToken cancellationToken = default) =>
        _memory.GetAsync(id, asOf, cancellationToken);

    /// <inheritdoc cref="Memory.GetAsync(IEnumerable{string}, CancellationToken)"/>
    public Task<IReadOnlyList<MemoryItem?>> GetAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        _memory.GetAsync(ids, cancellationToken);

    /// <inheritdoc cref="Memory.GetRelatedAsync"/>
    public Task<IReadOnlyList<RelatedMemory>> GetRelatedAsync(
        string id, MemoryRelatedOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.GetRelatedAsync(id, options, cancellationToken);

    /// <inheritdoc cref="Memory.GetAllAsync"/>
    public IAsyncEnumerable<MemoryItem> GetAllAsync(MemoryListOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.GetAllAsync(Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.CountAsync"/>
    public Task<long> CountAsync(MemoryListOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.CountAsync(Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.GetOwnersAsync"/>
    public Task<IReadOnlyList<MemoryOwner>> GetOwnersAsync(CancellationToken cancellationToken = default) => _memory.GetOwnersAsync(cancellationToken);

    /// <inheritdoc cref="Memory.GetQueuedAsync"/>
    public Task<QueuedCallStatus?> GetQueuedAsync(string id, CancellationToken cancellationToken = default) =>
        _memory.GetQueuedAsync(id, cancellationToken);

    /// <inheritdoc cref="Memory.MeasureCosinesAsync"/>
    public Task<MeasuredCosines?> MeasureCosinesAsync(CancellationToken cancellationToken = default) =>
        _memory.MeasureCosinesAsync(Scope, cancellationToken);

    /// <inheritdoc cref="Memory.UpdateAsync(string, string, MemoryUpdateOptions?, CancellationToken)"/>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, string text, MemoryUpdateOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.UpdateAsync(id, text, options, cancellationToken);

    /// <inheritdoc cref="Memory.UpdateAsync(string, MemoryPatch, MemoryUpdateOptions?, CancellationToken)"/>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, MemoryPatch patch, MemoryUpdateOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.UpdateAsync(id, patch, options, cancellationToken);

    /// <inheritdoc cref="Memory.UpdateAsync(string, Func{MemoryItem, MemoryPatch?}, MemoryRetryOptions?, CancellationToken)"/>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, Func<MemoryItem, MemoryPatch?> decide, MemoryRetryOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.UpdateAsync(id, decide, options, cancellationToken);

    /// <inheritdoc cref="Memory.BatchUpdateAsync"/>
    public Task<BatchUpdateResult> BatchUpdateAsync(
        IEnumerable<MemoryUpdate> updates, BatchUpdateOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.BatchUpdateAsync(updates, options, cancellationToken);

    /// <inheritdoc cref="Memory.DeleteAsync"/>
    public Task<MemoryItem> DeleteAsync(string id, MemoryDeleteOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.DeleteAsync(id, options, cancellationToken);

    /// <inheritdoc cref="Memory.BatchDeleteAsync"/>
    public Task<BatchDeleteResult> BatchDeleteAsync(
        IEnumerable<string> ids, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.BatchDeleteAsync(ids, options, cancellationToken);

    /// <inheritdoc cref="Memory.DeleteAllAsync(MemoryScope, MemoryChangeOptions?, CancellationToken)"/>
    public Task<int> DeleteAllAsync(MemoryChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.DeleteAllAsync(Scope, options, cancellationToken);

    /// <inheritdoc cref="Memory.DeleteAllAsync(MemoryScope, MemoryFilter, MemoryChangeOptions?, CancellationToken)"/>
    public Task<int> DeleteAllAsync(MemoryFilter filter, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.DeleteAllAsync(Scope, filter, options, cancellationToken);

    /// <inheritdoc cref="Memory.RestoreAsync"/>
    public Task<MemoryUpdateResult> RestoreAsync(
        string id, int version, MemoryRestoreOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.RestoreAsync(id, version, options, cancellationToken);

    /// <inheritdoc cref="Memory.RollBackAsync"/>
    public Task<BatchUpdateResult> RollBackAsync(MemoryRollback rollback, CancellationToken cancellationToken = default) =>
        _memory.RollBackAsync(rollback, cancellationToken);

    /// <inheritdoc cref="Memory.HistoryAsync(string, CancellationToken)"/>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(string id, CancellationToken cancellationToken = default) =>
        _memory.HistoryAsync(id, cancellationToken);

    /// <inheritdoc cref="Memory.HistoryAsync(IEnumerable{string}, CancellationToken)"/>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        _memory.HistoryAsync(ids, cancellationToken);

    /// <inheritdoc cref="Memory.HistoryAsync(HistoryFilter, CancellationToken)"/>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(HistoryFilter filter, CancellationToken cancellationToken = default) =>
        _memory.HistoryAsync(filter, cancellationToken);

    /// <inheritdoc cref="Memory.WatchAsync"/>
    public IAsyncEnumerable<HistoryEntry> WatchAsync(HistoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        _memory.WatchAsync(filter, cancellationToken);

    /// <inheritdoc cref="Memory.GetReviewsAsync"/>
    public IAsyncEnumerable<MemoryReview> GetReviewsAsync(CancellationToken cancellationToken = default) =>
        _memory.GetReviewsAsync(Scope, cancellationToken);

    /// <inheritdoc cref="Memory.SettleReviewAsync"/>
    public Task<MemoryItem?> SettleReviewAsync(
        string id, ReviewDecision decision, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.SettleReviewAsync(id, decision, options, cancellationToken);

    /// <inheritdoc cref="Memory.FeedbackAsync"/>
    public Task<MemoryUpdateResult> FeedbackAsync(
        string id, MemoryFeedback feedback, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default) =>
        _memory.FeedbackAsync(id, feedback, options, cancellationToken);

    /// <inheritdoc cref="Memory.EraseAsync(string, CancellationToken)"/>
    public Task<EraseReceipt> EraseAsync(string id, CancellationToken cancellationToken = default) => _memory.EraseAsync(id, cancellationToken);

    /// <inheritdoc cref="Memory.EraseAsync(MemoryScope, CancellationToken)"/>
    public Task<EraseReceipt> EraseAsync(CancellationToken cancellationToken = default) => _memory.EraseAsync(Scope, cancellationToken);

    /// <inheritdoc cref="Memory.EraseActorAsync"/>
    public Task<EraseReceipt> EraseActorAsync(string actorId, CancellationToken cancellationToken = default) =>
        _memory.EraseActorAsync(actorId, cancellationToken);

    /// <inheritdoc cref="Memory.LiftRejectionAsync"/>
    public Task<bool> LiftRejectionAsync(string text, CancellationToken cancellationToken = default) =>
        _memory.LiftRejectionAsync(Scope, text, cancellationToken);

    /// <inheritdoc cref="Memory.DiagnoseAsync"/>
    public Task<MemoryHealthReport> DiagnoseAsync(string id, CancellationToken cancellationToken = default) =>
        _memory.DiagnoseAsync(id, cancellationToken);

    /// <summary>Returns the kinds of id in the scope, never the ids.</summary>
    /// <returns>For instance "ScopedMemory of MemoryScope (user)".</returns>
    public override string ToString() => $"{nameof(ScopedMemory)} of {Scope}";
}
