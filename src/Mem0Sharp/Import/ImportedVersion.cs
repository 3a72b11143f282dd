namespace Mem0Sharp;

/// <summary>One version of a memory of an import.</summary>
/// <param name="change">What made it.</param>
/// <param name="item">The memory at this version with its times; of a delete, its last content.</param>
internal sealed class ImportedVersion(MemoryEvent change, MemoryItem item)
{
    public MemoryEvent Event { get; } = change;

    public MemoryItem Item { get; } = item;

    private bool IsDeleted => Event == MemoryEvent.Delete;

    /// <summary>Makes the version that a memory has in a store: only whether it was deleted counts of what made it.</summary>
    public static ImportedVersion Of(MemoryHead head) => new(head.IsDeleted ? MemoryEvent.Delete : MemoryEvent.Update, head.Item);

    /// <summary>Gets the text that needs a vector when this version follows another one, or null.</summary>
    public string? TextAfter(ImportedVersion? previous) =>
        IsDeleted || string.Equals(Item.Text, previous?.Item.Text, StringComparison.Ordinal) ? null : Item.Text;

    /// <summary>
    /// Tells whether a stored version is this one. Times are not compared: two exports of one memory may differ in them, and where
    /// the source has none they are those of the import.
    /// </summary>
    public bool IsStoredAs(MemoryItem stored, bool isDeleted) =>
        isDeleted == IsDeleted
        && stored.Version == Item.Version
        && HasSameContent(stored, Item)
        && HasSameOrigin(stored, Item);

    /// <summary>Gets the item to append: the chain goes on only on the version before it, and version 1 only where there is nothing.</summary>
    /// <param name="head">The newest version in the store, or null.</param>
    /// <param name="previous">The version before this one, or null for version 1.</param>
    /// <param name="now">When it is recorded.</param>
    /// <exception cref="MemoryConflictException">The store has another memory, or another version, under the id.</exception>
    public MemoryItem Following(MemoryHead? head, ImportedVersion? previous, DateTimeOffset now) =>
        (head, previous) switch
        {
            (null, null) => Item with { RecordedAt = now },
            (not null, not null) when previous.IsStoredAs(head.Item, head.IsDeleted) =>
                Item with { CreatedAt = head.Item.CreatedAt, RecordedAt = now },
            _ => throw new MemoryConflictException(Item.Id, Item.Version - 1, head?.Item.Version ?? 0),
        };

    /// <summary>Makes the version without links to erased memories; the same where it has none.</summary>
    public ImportedVersion Without(IReadOnlySet<string> erased) =>
        ErasedLinks.Has(Item, erased) ? new ImportedVersion(Event, ErasedLinks.Without(Item, erased)) : this;

    private static bool HasSameContent(MemoryItem a, MemoryItem b) =>
        a.HasSameContent(b) && a.Type == b.Type && a.IsImmutable == b.IsImmutable && a.Salience.Equals(b.Salience);

    private static bool HasSameOrigin(MemoryItem a, MemoryItem b) =>
        a.Scope.Equals(b.Scope)
        && Same(a.LinkedAgentIds, b.LinkedAgentIds)
        && Same(a.LinkedRunIds, b.LinkedRunIds)
        && string.Equals(a.ActorId, b.ActorId, StringComparison.Ordinal)
        && string.Equals(a.Role, b.Role, StringComparison.Ordinal)
        && string.Equals(a.ReviewOf, b.ReviewOf, StringComparison.Ordinal)
        && MemorySource.AreSame(a.Source, b.Source);

    private static bool Same(IReadOnlyList<string> a, IReadOnlyList<string> b) => a.SequenceEqual(b, StringComparer.Ordinal);
}
