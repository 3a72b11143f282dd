namespace Mem0Sharp;

/// <summary>What a vector store is asked for by words instead of a vector.</summary>
/// <remarks>Immutable.</remarks>
public sealed class KeywordQuery
{
    /// <summary>Gets the text whose words are looked for. Any text; one without words finds nothing.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the scope: only memories that match every id it names are compared, and only they say how rare a word is.</summary>
    public required MemoryScope Scope { get; init; }

    /// <summary>Gets the most results to return, 1 to <see cref="MemoryLimits.Top"/>.</summary>
    public required int Top { get; init; }

    /// <summary>Gets the memories to look at, by id. How rare a word is, is counted in the whole scope all the same. Default null: all of the scope.</summary>
    public IReadOnlyCollection<string>? MemoryIds { get; init; }

    /// <summary>Gets the lowest tier of trust a result may have. Default null: any.</summary>
    public MemoryTrust? MinTrust { get; init; }

    /// <summary>
    /// Gets what a result must match besides the scope. Default null: anything. What does not match takes no place: a filter that leaves
    /// three memories finds those three. How rare a word is, is counted in the scope, whatever the filter leaves of it.
    /// </summary>
    public MemoryFilter? Filter { get; init; }

    /// <summary>
    /// Gets a value indicating whether a store may answer from a copy that is behind, where it is set up so. A search that a caller asked for says so; what a
    /// write is decided on never does. Default false: the answer is of the newest.
    /// </summary>
    public bool AllowsStale { get; init; }

    /// <summary>Gets the instant at which expired memories are left out. Default null: none is.</summary>
    public DateTimeOffset? ActiveAt { get; init; }
}
