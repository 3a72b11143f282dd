namespace Mem0Sharp;

/// <summary>What a history store reads and writes inside one transaction; <see cref="HistoryTransaction"/> decides what.</summary>
internal interface IHistoryTables
{
    /// <summary>Gets the newest version of a memory, or null when the id was never used or was erased.</summary>
    MemoryHead? Head(string memoryId);

    /// <summary>Gets a value indicating whether a memory of this id was erased: the id is never used again.</summary>
    bool IsErased(string memoryId);

    /// <summary>Gets when a value was rejected, or null.</summary>
    DateTimeOffset? RejectedAt(RejectedValue value);

    /// <summary>Gets a memory that says what a write must not say again, or null.</summary>
    MemoryHead? Known(KnownTextGuard guard);

    /// <summary>Gets a call that has happened, or null.</summary>
    RecordedCall? Call(string key);

    /// <summary>Appends a row, and what it rejects and lifts, to a memory whose newest version is given.</summary>
    HistoryWriteResult Append(MemoryHead? current, HistoryAppend append);

    /// <summary>Notes that a call has happened, and forgets those that are old enough.</summary>
    void Record(HistoryCall call, HistoryCallOutcome outcome);

    /// <summary>Tells whether a call is in the queue.</summary>
    bool IsQueued(string id);

    /// <summary>Takes a call out of the queue.</summary>
    /// <returns>Whether it was there.</returns>
    bool Dequeue(string id);
}
