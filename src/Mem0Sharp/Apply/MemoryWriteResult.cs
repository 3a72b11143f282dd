namespace Mem0Sharp;

/// <summary>What became of one <see cref="MemoryWrite"/>: a change, nothing to change, or an error.</summary>
/// <param name="Item">The memory after it (for a delete, its last content), or null when it failed.</param>
/// <param name="Change">The history row, or null when nothing changed or it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record MemoryWriteResult(MemoryItem? Item, HistoryEntry? Change, MemoryException? Error)
{
    /// <summary>Gets the outcome, as an update reports it.</summary>
    public UpdateOutcome Outcome => Error is not null ? UpdateOutcome.Failed
        : IsAbandoned ? UpdateOutcome.NotApplied
        : IsSkipped ? UpdateOutcome.Skipped
        : Change is null ? UpdateOutcome.Unchanged : UpdateOutcome.Updated;

    /// <summary>Gets a value indicating whether the caller's condition did not hold.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>Gets a value indicating whether it was left out because another write of an all-or-nothing batch failed.</summary>
    public bool IsAbandoned { get; init; }

    public static MemoryWriteResult Failed(MemoryException error) => new(Item: null, Change: null, error);

    public override string ToString() => $"{nameof(MemoryWriteResult)} {Error?.ErrorCode ?? Change?.Event.ToString() ?? Outcome.ToString()}";
}
