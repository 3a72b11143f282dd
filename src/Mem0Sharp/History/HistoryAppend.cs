namespace Mem0Sharp;

/// <summary>The row that a write decided to append.</summary>
/// <remarks>Immutable.</remarks>
public sealed class HistoryAppend
{
    /// <summary>Gets what the change does.</summary>
    public required MemoryEvent Event { get; init; }

    /// <summary>
    /// Gets the complete memory after the change, at its new version; for a delete, its last content at the new version. It may be
    /// another memory than the write is about: a new one, kept beside it. A link to a memory that was erased is left out of it.
    /// </summary>
    public required MemoryItem Item { get; init; }

    /// <summary>
    /// Gets the embedding of the item's text when the text is new to this memory; else null. It is stored by the text's hash in the
    /// same transaction. The first of all decides the history's space; one of another space fails its write with an
    /// <see cref="EmbeddingSpaceException"/>. One with an empty vector says that it is to be made yet: see
    /// <see cref="IHistoryStore.GetUnembeddedAsync"/>.
    /// </summary>
    public StoredEmbedding? Embedding { get; init; }

    /// <summary>Gets who makes the change, or null.</summary>
    public string? ChangedBy { get; init; }

    /// <summary>Gets in which role, or null.</summary>
    public string? ChangedByRole { get; init; }

    /// <summary>Gets why the change is made, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the id of the row itself, where it is a copy of another history's row; null to make one. Default null.</summary>
    public string? EntryId { get; init; }

    /// <summary>Gets the value that is rejected by the change from now on, or null. Noted in the same transaction.</summary>
    public RejectedValue? Rejects { get; init; }

    /// <summary>Gets the value that is no longer rejected after the change, or null.</summary>
    public RejectedValue? Lifts { get; init; }

    /// <summary>Makes the same of a memory that differs in its links.</summary>
    internal HistoryAppend With(MemoryItem item) => new()
    {
        Event = Event,
        Item = item,
        Embedding = Embedding,
        ChangedBy = ChangedBy,
        ChangedByRole = ChangedByRole,
        Reason = Reason,
        EntryId = EntryId,
        Rejects = Rejects,
        Lifts = Lifts,
    };

    /// <summary>Makes the row of it. Its sequence and <see cref="HistoryEntry.OldHash"/> are the store's to set.</summary>
    /// <param name="current">The newest version before it, or null.</param>
    /// <param name="record">The memory after it, as the log keeps it: <see cref="HistoryRecord.Write"/>.</param>
    /// <returns>The row, with the sequence 0.</returns>
    public HistoryEntry ToEntry(MemoryHead? current, ReadOnlySpan<byte> record) => new()
    {
        Id = EntryId ?? MemoryId.Create(Item.RecordedAt),
        Sequence = 0,
        MemoryId = Item.Id,
        Event = Event,
        OldText = current is { IsDeleted: false } ? current.Item.Text : null,
        NewText = Event == MemoryEvent.Delete ? null : Item.Text,
        Before = current?.Item,
        Item = Item,
        ChangedBy = ChangedBy,
        ChangedByRole = ChangedByRole,
        Reason = Reason,
        NewHash = HistoryRecord.Hash(record),
    };
}
