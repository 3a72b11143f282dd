namespace Mem0Sharp;

/// <summary>What a vector store is asked for.</summary>
/// <remarks>Immutable.</remarks>
public sealed class VectorQuery
{
    /// <summary>Gets one embedding, shape [dimensions], float32. Any length but zero.</summary>
    public required ReadOnlyMemory<float> Vector { get; init; }

    /// <summary>Gets the scope: only memories that match every id it names are compared.</summary>
    public required MemoryScope Scope { get; init; }

    /// <summary>Gets the most results to return, 1 to <see cref="MemoryLimits.Top"/>.</summary>
    public required int Top { get; init; }

    /// <summary>Gets the memories to look at, by id: those of them that also match all else. Default null: all of the scope.</summary>
    public IReadOnlyCollection<string>? MemoryIds { get; init; }

    /// <summary>Gets the least score a result may have: cosine similarity, [-1, 1]. Default null: no limit.</summary>
    public double? MinScore { get; init; }

    /// <summary>Gets the lowest tier of trust a result may have. Default null: any.</summary>
    public MemoryTrust? MinTrust { get; init; }

    /// <summary>
    /// Gets what a result must match besides the scope. Default null: anything. What does not match takes no place: a filter that leaves
    /// three memories finds those three.
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
