namespace Mem0Sharp;

/// <summary>What is to be taken back: everything of a scope, or everything that one actor wrote, since a moment.</summary>
public sealed class MemoryRollback : MemoryChangeOptions
{
    /// <summary>Gets the moment whose state comes back: what was recorded later is taken back. See <see cref="MemoryAsOf.KnownAt"/>.</summary>
    public required DateTimeOffset KnownAt { get; init; }

    /// <summary>Gets the scope. Default null: every memory of the store, which needs <see cref="WrittenBy"/>.</summary>
    public MemoryScope? Scope { get; init; }

    /// <summary>
    /// Gets whose changes are taken back (<see cref="HistoryEntry.ChangedBy"/>, compared ordinally): then memories come back as they
    /// were before that one's first change since. Default null: everybody's.
    /// </summary>
    public string? WrittenBy { get; init; }

    /// <summary>Gets a value indicating whether what others wrote on top of that one's changes is taken back as well.</summary>
    /// <value>Default false: such a memory is left as it is and reported with a <see cref="MemoryConflictException"/>.</value>
    public bool Force { get; init; }

    /// <exception cref="MemoryValidationException">It names neither a scope nor an actor.</exception>
    internal void Validated(string parameter, MemoryScope? within)
    {
        if ((Scope ?? within) is null && WrittenBy is null)
        {
            throw new MemoryValidationException(
                parameter, "The rollback names neither a scope nor an actor.", "Set Scope or WrittenBy; there is no rollback of everything.");
        }
    }
}
