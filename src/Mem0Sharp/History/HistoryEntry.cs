namespace Mem0Sharp;

/// <summary>One committed change, as a row of the history.</summary>
/// <remarks>Immutable. <see cref="ToString"/> shows ids and numbers, never text.</remarks>
public sealed record HistoryEntry
{
    /// <summary>Gets the row's own id, a UUIDv7.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its place among all changes of the store: 1, 2, 3, …, never used twice. Order is by this, never by clock.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the memory's id.</summary>
    public required string MemoryId { get; init; }

    /// <summary>Gets the version that the change made.</summary>
    public int Version => Item.Version;

    /// <summary>Gets what the change did.</summary>
    public required MemoryEvent Event { get; init; }

    /// <summary>Gets the text before the change, or null when there was none: for an add, and for a restore of a deleted memory.</summary>
    public required string? OldText { get; init; }

    /// <summary>Gets the text after the change, or null for a delete.</summary>
    public required string? NewText { get; init; }

    /// <summary>
    /// Gets the complete memory before the change: text, metadata, tags, times, version. Null when the change created it; for what
    /// comes after a delete, the content that was deleted.
    /// </summary>
    public MemoryItem? Before { get; init; }

    /// <summary>Gets the complete memory after the change; for a delete, its last content.</summary>
    public required MemoryItem Item { get; init; }

    /// <summary>Gets when the change was recorded, in UTC.</summary>
    public DateTimeOffset RecordedAt => Item.RecordedAt;

    /// <summary>Gets a value indicating whether the memory was gone after the change.</summary>
    public bool IsDeleted => Event == MemoryEvent.Delete;

    /// <summary>
    /// Gets who made the change, or null when nobody said. Not who said the memory: that is <see cref="MemoryItem.ActorId"/>.
    /// </summary>
    public string? ChangedBy { get; init; }

    /// <summary>Gets in which role the change was made, or null.</summary>
    public string? ChangedByRole { get; init; }

    /// <summary>Gets the SHA-256 of the memory's complete record before the change, in lower-case hexadecimal; null for the first.</summary>
    public string? OldHash { get; init; }

    /// <summary>Gets the SHA-256 of the memory's complete record after the change; the next change's <see cref="OldHash"/>.</summary>
    public string NewHash { get; init; } = string.Empty;

    /// <summary>Gets why the change was made (an arbiter's or a caller's words), or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Returns sequence, event, id and version.</summary>
    /// <returns>For instance "HistoryEntry 12: Update 0199… v2".</returns>
    public override string ToString() => $"HistoryEntry {Sequence}: {Event} {MemoryId} v{Version}";
}
