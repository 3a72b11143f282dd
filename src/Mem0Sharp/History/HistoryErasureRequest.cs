namespace Mem0Sharp;

/// <summary>What is to be erased: memories by id, all of a scope, or all that an actor said.</summary>
/// <remarks>Immutable.</remarks>
public sealed class HistoryErasureRequest
{
    /// <summary>Gets the ids, when single memories are erased. Ids that were never used are passed over. Default empty.</summary>
    public IReadOnlyList<string> MemoryIds { get; init; } = [];

    /// <summary>Gets the scope, when everything that is or was ever found in it is erased. Default null.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>
    /// Gets the actor (<see cref="MemoryItem.ActorId"/>, compared ordinally), when all that one said is erased. Rows of other memories
    /// that one changed (<see cref="HistoryEntry.ChangedBy"/>) stay, and no longer say who did it. Default null.
    /// </summary>
    public string? ActorId { get; init; }

    /// <summary>Gets the scope in which a memory must be found to be erased by its id or actor. Default null: anywhere.</summary>
    public MemoryScope? Within { get; init; }

    /// <summary>Gets when it is erased.</summary>
    public required DateTimeOffset ErasedAt { get; init; }
}
