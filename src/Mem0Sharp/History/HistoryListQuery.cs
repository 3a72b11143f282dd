namespace Mem0Sharp;

/// <summary>One page of the memories of a scope, newest first.</summary>
/// <remarks>Immutable.</remarks>
public sealed class HistoryListQuery
{
    /// <summary>Gets the scope, or null for every memory of the store.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>Gets a value indicating whether only memories marked for review are wanted. Default false.</summary>
    public bool InReview { get; init; }

    /// <summary>Gets the first sequence of the last memory of the page before; null for the first page.</summary>
    public long? Before { get; init; }

    /// <summary>Gets the most memories in the page, 1 or more. A page is of one moment.</summary>
    public required int Limit { get; init; }

    /// <summary>Gets the instant at which expired memories are left out. Default null: none is.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>Gets what a memory must match. Default null: anything. A page is full of those that do, or the last.</summary>
    public MemoryFilter? Filter { get; init; }
}
