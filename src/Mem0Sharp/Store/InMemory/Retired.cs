namespace Mem0Sharp;

/// <summary>Something that no state has from its stamp on, to be taken away when nobody looks at an earlier one.</summary>
/// <param name="Stamp">The first state without it.</param>
internal abstract record Retired(long Stamp)
{
    /// <summary>A row, with all that leads to it.</summary>
    internal sealed record OfRow(long Stamp, int Row, RowOwner Owner) : Retired(Stamp);

    /// <summary>What a row's memory was before.</summary>
    internal sealed record OfItem(long Stamp, int Row, MemoryItem Item) : Retired(Stamp);

    /// <summary>What a scope held before.</summary>
    internal sealed record OfCount(long Stamp, ScopeEntry Scope) : Retired(Stamp);

    /// <summary>Rows that an owner does without.</summary>
    internal sealed record OfExtent(long Stamp, RowExtent Extent, RowOwner Owner) : Retired(Stamp);
}
