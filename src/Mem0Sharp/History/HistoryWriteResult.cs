namespace Mem0Sharp;

/// <summary>What became of one write.</summary>
/// <remarks>Immutable. Exactly one: an entry was appended, nothing had to change, it was suppressed, the decision threw, or its unit was left out.</remarks>
public sealed class HistoryWriteResult
{
    private HistoryWriteResult(HistoryEntry? entry, MemoryHead? head, Exception? error)
    {
        Entry = entry;
        Head = head;
        Error = error;
    }

    /// <summary>Gets the row that was appended, or null.</summary>
    public HistoryEntry? Entry { get; }

    /// <summary>Gets the newest version after the transaction's turn at this write, or null when there is none or it failed.</summary>
    public MemoryHead? Head { get; }

    /// <summary>Gets a value indicating whether the write was left out because another one of its unit failed.</summary>
    public bool IsAbandoned { get; private init; }

    /// <summary>Gets a value indicating whether the write was left out because its <see cref="HistoryWrite.Guard"/>'s value was rejected.</summary>
    public bool IsSuppressed { get; private init; }

    /// <summary>Gets a value indicating whether the write was left out because its unit's call has happened before.</summary>
    public bool IsRepeat { get; private init; }

    /// <summary>Gets what the decision threw, or null.</summary>
    public Exception? Error { get; }

    /// <summary>Makes the result of a write that appended a row.</summary>
    /// <param name="entry">The row.</param>
    /// <param name="head">The newest version now.</param>
    /// <returns>The result.</returns>
    public static HistoryWriteResult Appended(HistoryEntry entry, MemoryHead head) => new(entry, head, error: null);

    /// <summary>Makes the result of a write that had nothing to change.</summary>
    /// <param name="head">The newest version, or null when the id was never used.</param>
    /// <returns>The result.</returns>
    public static HistoryWriteResult Unchanged(MemoryHead? head) => new(entry: null, head, error: null);

    /// <summary>Makes the result of a write that was left out because another one of its unit failed.</summary>
    /// <param name="head">The newest version, or null when the id was never used.</param>
    /// <returns>The result.</returns>
    public static HistoryWriteResult Abandoned(MemoryHead? head) => new(entry: null, head, error: null) { IsAbandoned = true };

    /// <summary>Makes the result of a write whose value was rejected.</summary>
    /// <param name="head">The newest version, or null when the id was never used.</param>
    /// <returns>The result.</returns>
    public static HistoryWriteResult Suppressed(MemoryHead? head) => new(entry: null, head, error: null) { IsSuppressed = true };

    /// <summary>Makes the result of a write whose unit's call has happened before.</summary>
    /// <returns>The result.</returns>
    public static HistoryWriteResult Repeat() => new(entry: null, head: null, error: null) { IsRepeat = true };

    /// <summary>Makes the result of a write whose decision threw.</summary>
    /// <param name="error">What it threw.</param>
    /// <returns>The result.</returns>
    public static HistoryWriteResult Failed(Exception error) => new(entry: null, head: null, error);
}
