namespace Mem0Sharp;

/// <summary>What became of one <see cref="MemoryWrite"/>.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Item">The memory after it (for a delete, its last content; for one kept beside it, that one), or null when it failed.</param>
/// <param name="Change">The history row, or null when nothing changed or it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record MemoryWriteResult(UpdateOutcome Outcome, MemoryItem? Item, HistoryEntry? Change = null, MemoryException? Error = null)
{
    /// <summary>Gets a value indicating whether it was left out because what it says was rejected.</summary>
    public bool IsSuppressed { get; init; }

    public static MemoryWriteResult Failed(MemoryException error) => new(UpdateOutcome.Failed, Item: null, Change: null, error);

    public override string ToString() => $"{nameof(MemoryWriteResult)} {Error?.ErrorCode ?? Outcome.ToString()}";
}
