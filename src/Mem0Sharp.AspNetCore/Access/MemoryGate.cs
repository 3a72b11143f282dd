namespace Mem0Sharp.AspNetCore;

/// <summary>A memory as one request may touch it. Every route goes through it, and there is no other way.</summary>
internal sealed class MemoryGate(Memory memory, Mem0Access access)
{
    private readonly ScopedMemory? _own = access.Scope is { } scope ? memory.For(scope) : null;

    /// <summary>Gets the memory itself, for what only a caller with access to everything may do.</summary>
    /// <exception cref="WireException">The caller has not.</exception>
    public Memory Everything => _own is null ? memory : throw WireException.Forbidden("That needs access to every memory.");

    /// <summary>Gets the handle of a scope that a request names.</summary>
    /// <exception cref="WireException">It is none of the caller's.</exception>
    public ScopedMemory For(MemoryScope requested) => memory.For(Narrow(requested));

    /// <summary>Gets the handle of a scope that a request names; where it names none, of all that the caller may touch, if that is a scope.</summary>
    /// <exception cref="WireException">It is none of the caller's, or the request must name one.</exception>
    public ScopedMemory Of(MemoryScope? requested) => Within(requested) ?? throw WireScope.Nobody();

    public Task<MemoryItem?> GetAsync(string id, CancellationToken cancellationToken) =>
        _own?.GetAsync(id, cancellationToken) ?? memory.GetAsync(id, cancellationToken);

    public Task<IReadOnlyList<MemoryItem?>> GetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _own?.GetAsync(ids, cancellationToken) ?? memory.GetAsync(ids, cancellationToken);

    public Task<MemoryItem?> GetAsync(string id, MemoryAsOf asOf, CancellationToken cancellationToken) =>
        _own?.GetAsync(id, asOf, cancellationToken) ?? memory.GetAsync(id, asOf, cancellationToken);

    public IAsyncEnumerable<HistoryEntry> HistoryAsync(string id, CancellationToken cancellationToken) =>
        _own?.HistoryAsync(id, cancellationToken) ?? memory.HistoryAsync(id, cancellationToken);

    public Task<IReadOnlyList<RelatedMemory>> GetRelatedAsync(string id, MemoryRelatedOptions options, CancellationToken cancellationToken) =>
        _own?.GetRelatedAsync(id, options, cancellationToken) ?? memory.GetRelatedAsync(id, options, cancellationToken);

    public Task<MemoryHealthReport> DiagnoseAsync(string id, CancellationToken cancellationToken) =>
        _own?.DiagnoseAsync(id, cancellationToken) ?? memory.DiagnoseAsync(id, cancellationToken);

    /// <summary>Reads what happened, within the scope that a request names; where it names none, within all that the caller may touch.</summary>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(MemoryScope? requested, HistoryFilter filter, CancellationToken cancellationToken) =>
        Within(requested)?.HistoryAsync(filter, cancellationToken) ?? memory.HistoryAsync(filter, cancellationToken);

    /// <summary>Follows what happens, within the same.</summary>
    public IAsyncEnumerable<HistoryEntry> WatchAsync(MemoryScope? requested, HistoryFilter filter, CancellationToken cancellationToken = default) =>
        Within(requested)?.WatchAsync(filter, cancellationToken) ?? memory.WatchAsync(filter, cancellationToken);

    /// <summary>Gets where the log ends: sequences count everybody's changes, and tell of none.</summary>
    public Task<long> GetLastSequenceAsync(CancellationToken cancellationToken) => memory.GetLastSequenceAsync(cancellationToken);

    public Task<MemoryUpdateResult> UpdateAsync(string id, MemoryPatch patch, CancellationToken cancellationToken) =>
        UpdateAsync(id, patch, new MemoryUpdateOptions(), cancellationToken);

    public Task<MemoryUpdateResult> UpdateAsync(string id, MemoryPatch patch, MemoryUpdateOptions options, CancellationToken cancellationToken) =>
        _own?.UpdateAsync(id, patch, options, cancellationToken) ?? memory.UpdateAsync(id, patch, options, cancellationToken);

    public Task<BatchUpdateResult> BatchUpdateAsync(IReadOnlyList<MemoryUpdate> updates, CancellationToken cancellationToken) =>
        _own?.BatchUpdateAsync(updates, cancellationToken: cancellationToken) ?? memory.BatchUpdateAsync(updates, cancellationToken: cancellationToken);

    public Task<MemoryItem> DeleteAsync(string id, CancellationToken cancellationToken) => DeleteAsync(id, new MemoryDeleteOptions(), cancellationToken);

    public Task<MemoryItem> DeleteAsync(string id, MemoryDeleteOptions options, CancellationToken cancellationToken) =>
        _own?.DeleteAsync(id, options, cancellationToken) ?? memory.DeleteAsync(id, options, cancellationToken);

    public Task<BatchDeleteResult> BatchDeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        _own?.BatchDeleteAsync(ids, cancellationToken: cancellationToken) ?? memory.BatchDeleteAsync(ids, cancellationToken: cancellationToken);

    public Task<MemoryUpdateResult> FeedbackAsync(string id, MemoryFeedback feedback, string? reason, CancellationToken cancellationToken)
    {
        MemoryChangeOptions options = new MemoryUpdateOptions { Reason = reason };
        return _own?.FeedbackAsync(id, feedback, options, cancellationToken) ?? memory.FeedbackAsync(id, feedback, options, cancellationToken);
    }

    public Task<MemoryUpdateResult> RestoreAsync(string id, int version, MemoryRestoreOptions options, CancellationToken cancellationToken) =>
        _own?.RestoreAsync(id, version, options, cancellationToken) ?? memory.RestoreAsync(id, version, options, cancellationToken);

    public Task<EraseReceipt> EraseAsync(string id, CancellationToken cancellationToken) =>
        _own?.EraseAsync(id, cancellationToken) ?? memory.EraseAsync(id, cancellationToken);

    public Task<MemoryItem?> SettleReviewAsync(string id, ReviewDecision decision, string? reason, CancellationToken cancellationToken)
    {
        MemoryChangeOptions options = new() { Reason = reason };
        return _own?.SettleReviewAsync(id, decision, options, cancellationToken) ?? memory.SettleReviewAsync(id, decision, options, cancellationToken);
    }

    public Task<QueuedCallStatus?> GetQueuedAsync(string id, CancellationToken cancellationToken) =>
        _own?.GetQueuedAsync(id, cancellationToken) ?? memory.GetQueuedAsync(id, cancellationToken);

    public Task<IReadOnlyList<MemoryOwner>> GetOwnersAsync(CancellationToken cancellationToken) =>
        _own?.GetOwnersAsync(cancellationToken) ?? memory.GetOwnersAsync(cancellationToken);

    private ScopedMemory? Within(MemoryScope? requested) => requested is null ? _own : For(requested);

    /// <summary>Makes of what a request names and what the caller may touch the scope of both.</summary>
    private MemoryScope Narrow(MemoryScope requested) => access.Scope is { } own
        ? MemoryScope.Create(
            Both(own.UserId, requested.UserId), Both(own.AgentId, requested.AgentId), Both(own.RunId, requested.RunId), Both(own.AppId, requested.AppId))
        : requested;

    private static string? Both(string? own, string? requested) =>
        own is null || requested is null || string.Equals(own, requested, StringComparison.Ordinal)
            ? own ?? requested
            : throw WireException.Forbidden("The ids of the request are not the caller's.");
}
