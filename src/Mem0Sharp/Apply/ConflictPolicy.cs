namespace Mem0Sharp;

/// <summary>What happens to an update that arrives late: the memory is no longer at the version that the update was made for.</summary>
public enum ConflictPolicy
{
    /// <summary>It fails with a <see cref="MemoryConflictException"/>. The default.</summary>
    Fail = 0,

    /// <summary>
    /// The newer one by timestamp wins: the update is merged into the newest version when its <see cref="MemoryPatch.Timestamp"/>
    /// (default: now) is later than <see cref="MemoryItem.UpdatedAt"/>; else nothing changes and the outcome is
    /// <see cref="UpdateOutcome.Superseded"/>. With a timestamp it is asked even when no version is expected.
    /// </summary>
    NewestWins = 1,

    /// <summary>
    /// Three-way: each part (text, metadata key by key, tags one by one, times) is taken from the side that changed it since the
    /// expected version. A part that both sides changed to something different fails with a <see cref="MemoryConflictException"/>
    /// that names it.
    /// </summary>
    Merge = 2,

    /// <summary>
    /// Both are kept: the update becomes a memory of its own, marked for review, and the known one stays as it is. See
    /// <see cref="Memory.GetReviewsAsync"/> and <see cref="Memory.SettleReviewAsync"/>.
    /// </summary>
    KeepBoth = 3,
}
