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

    /// <summary>
    /// Gets what another history erased, of which this one is a copy: each is noted as it is, in this order, also where nothing of it is
    /// here, and its memory is erased where it is, whatever <see cref="Within"/> says. One that is noted already is passed over. A memory that
    /// linked to it gets no further version: that one is among the rows to be copied. Default empty.
    /// </summary>
    public IReadOnlyList<ErasedMemory> Copied { get; init; } = [];

    /// <summary>
    /// Gets the sequences of rows that are to say no longer by whom: rows of an actor that another history erased, of which this one is a copy.
    /// Default empty.
    /// </summary>
    public IReadOnlyList<long> Unnamed { get; init; } = [];

    /// <summary>Gets the scope in which a memory must be found to be erased by its id or actor. Default null: anywhere.</summary>
    public MemoryScope? Within { get; init; }

    /// <summary>Gets when it is erased.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Gets what a store notes: <see cref="Copied"/> as it is, and then what else it erases.</summary>
    /// <param name="heads">The memories that it erases.</param>
    /// <param name="isErased">Whether a memory of an id was erased before.</param>
    /// <returns>The erased memories, in the order in which they are noted. None where nothing is erased or noted.</returns>
    /// <remarks>For whoever writes an <see cref="IHistoryStore"/>.</remarks>
    public IReadOnlyList<ErasedMemory> Noted(IReadOnlyList<MemoryHead> heads, Func<string, bool> isErased)
    {
        ArgumentNullException.ThrowIfNull(heads);
        ArgumentNullException.ThrowIfNull(isErased);
        IEnumerable<ErasedMemory> own = heads.Select(head => new ErasedMemory(head.Item.Id, head.Item.Version + 1, ErasedAt));
        return [.. Copied.Where(copied => !isErased(copied.MemoryId)).Concat(own).DistinctBy(memory => memory.MemoryId, StringComparer.Ordinal)];
    }

    /// <summary>Gets those of the noted memories of which a link's loss is told by a further version: all that are not <see cref="Copied"/>.</summary>
    /// <param name="noted">What is noted.</param>
    /// <returns>Their ids.</returns>
    /// <remarks>For whoever writes an <see cref="IHistoryStore"/>.</remarks>
    public IReadOnlySet<string> Told(IReadOnlyList<ErasedMemory> noted)
    {
        ArgumentNullException.ThrowIfNull(noted);
        HashSet<string> told = noted.Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal);
        told.ExceptWith(Copied.Select(memory => memory.MemoryId));
        return told;
    }
}
