namespace Mem0Sharp;

/// <summary>Which changes of the history are wanted. Every part that is set must match.</summary>
/// <remarks>Immutable.</remarks>
public sealed class HistoryFilter
{
    /// <summary>Gets the last sequence that is known already: only later changes are given. 0 or more. Default 0: from the start.</summary>
    public long AfterSequence { get; init; }

    /// <summary>Gets the scope of the memories. Default null: every memory of the store.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Gets the kinds of change. Default null: all.</summary>
    public IReadOnlyCollection<MemoryEvent>? Events { get; init; }

    /// <summary>Gets who said the memory (<see cref="MemoryItem.ActorId"/>), compared ordinally. Default null: whoever.</summary>
    public string? ActorId { get; init; }

    /// <summary>Gets who made the change (<see cref="HistoryEntry.ChangedBy"/>), compared ordinally. Default null: whoever.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Gets from when on the change was recorded, inclusive. Default null: whenever.</summary>
    public DateTimeOffset? RecordedFrom { get; init; }

    /// <summary>Gets until when the change was recorded, exclusive. Default null: whenever.</summary>
    public DateTimeOffset? RecordedTo { get; init; }

    /// <exception cref="MemoryValidationException">The sequence is negative.</exception>
    internal HistoryFilter Validated(string parameter) => AfterSequence >= 0
        ? this
        : throw new MemoryValidationException(
            parameter, $"There is no sequence {AfterSequence}.", "Give 0, or the sequence of the last change that is known.");

    internal bool Matches(HistoryEntry entry) =>
        (Scope is null || Scope.Contains(entry.Item))
        && (Events is null || Events.Contains(entry.Event))
        && (ActorId is null || string.Equals(ActorId, entry.Item.ActorId, StringComparison.Ordinal))
        && (ChangedBy is null || string.Equals(ChangedBy, entry.ChangedBy, StringComparison.Ordinal))
        && (RecordedFrom is not { } from || entry.RecordedAt >= from)
        && (RecordedTo is not { } to || entry.RecordedAt < to);
}
