namespace Mem0Sharp;

/// <summary>What a history store reads and writes inside one transaction; <see cref="HistoryTransaction"/> decides what.</summary>
/// <remarks>
/// For whoever writes an <see cref="IHistoryStore"/>. Called by one thread at a time. Each read sees what was appended, recorded and taken out
/// before it in the same transaction. What a member throws ends the transaction.
/// </remarks>
public interface IHistoryTables
{
    /// <summary>Gets the newest version of a memory.</summary>
    /// <param name="memoryId">Its id.</param>
    /// <returns>The version; null when the id was never used or was erased.</returns>
    MemoryHead? Head(string memoryId);

    /// <summary>Tells whether a memory of an id was erased: the id is never used again.</summary>
    /// <param name="memoryId">The id.</param>
    /// <returns>Whether it was.</returns>
    bool IsErased(string memoryId);

    /// <summary>Gets when a value was rejected.</summary>
    /// <param name="value">The value.</param>
    /// <returns>When; null where it was not, or is no longer.</returns>
    DateTimeOffset? RejectedAt(RejectedValue value);

    /// <summary>Gets a memory that says what a write must not say again.</summary>
    /// <param name="guard">What.</param>
    /// <returns>One for which <see cref="KnownTextGuard.Stops"/> is true, or null.</returns>
    MemoryHead? Known(KnownTextGuard guard);

    /// <summary>Gets a call that has happened.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The call, or null.</returns>
    RecordedCall? Call(string key);

    /// <summary>Appends a row, and what it embeds, rejects and lifts.</summary>
    /// <param name="current">The newest version of the memory, or null.</param>
    /// <param name="append">The row.</param>
    /// <returns>The row and the newest version after it: <see cref="HistoryWriteResult.Appended"/>.</returns>
    HistoryWriteResult Append(MemoryHead? current, HistoryAppend append);

    /// <summary>Notes that a call has happened, and forgets those that are old enough.</summary>
    /// <param name="call">The call.</param>
    /// <param name="outcome">What it did.</param>
    void Record(HistoryCall call, HistoryCallOutcome outcome);

    /// <summary>Tells whether a call is in the queue.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it is.</returns>
    bool IsQueued(string id);

    /// <summary>Takes a call out of the queue.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Whether it was there.</returns>
    bool Dequeue(string id);
}
