namespace Mem0Sharp;

/// <summary>One write: the memory it concerns, and the decision that is taken inside the transaction.</summary>
/// <param name="MemoryId">The memory's id.</param>
/// <param name="Decide">
/// Given the newest version (null when the id was never used), returns the row to append, or null when there is nothing to
/// change; or throws, which fails this write and no other. Called under the transaction's lock, perhaps more than once: it must
/// be quick and have no effect.
/// </param>
/// <remarks>Immutable. A later write of the same transaction sees what an earlier one appended.</remarks>
public sealed record HistoryWrite(string MemoryId, Func<MemoryHead?, HistoryAppend?> Decide)
{
    /// <summary>Gets the unit whose writes are appended all or not at all. Default null: this write stands alone.</summary>
    public HistoryUnit? Unit { get; init; }

    /// <summary>
    /// Gets the value that must not have been rejected: where it was, the write is left out and its result says so. Default null.
    /// </summary>
    public RejectionGuard? Guard { get; init; }

    /// <summary>
    /// Gets the text that nobody must have stored since what is known was looked up: where somebody has, the write fails with a
    /// <see cref="MemoryConflictException"/> that names that memory. Default null.
    /// </summary>
    public KnownTextGuard? Unless { get; init; }

    /// <summary>
    /// Gets what it links to, as it stands in this transaction: where <see cref="LinkGuard.Refusal"/> gives an error for what would be
    /// appended, the write fails with that. Default null.
    /// </summary>
    public LinkGuard? Links { get; init; }

    /// <summary>Returns the id.</summary>
    /// <returns>For instance "HistoryWrite 0199…".</returns>
    public override string ToString() => $"HistoryWrite {MemoryId}";
}
