namespace Mem0Sharp;

/// <summary>What a change did to a memory.</summary>
public enum UpdateOutcome
{
    /// <summary>The memory changed: it has a new version and a history row.</summary>
    Updated = 0,

    /// <summary>It says all of the patch already: no new version, no history row.</summary>
    Unchanged = 1,

    /// <summary>It was not changed; the error says why.</summary>
    Failed = 2,

    /// <summary>The caller's condition did not hold: no new version, no history row.</summary>
    Skipped = 3,

    /// <summary>It was left as it was because another update of an all-or-nothing batch failed.</summary>
    NotApplied = 4,

    /// <summary>What it says is newer than the update, by timestamp: no new version, no history row. See <see cref="ConflictPolicy.NewestWins"/>.</summary>
    Superseded = 5,

    /// <summary>It stays as it is, and the update is a memory of its own, marked for review. See <see cref="ConflictPolicy.KeepBoth"/>.</summary>
    KeptBoth = 6,

    /// <summary>It was deleted; its history remains.</summary>
    Deleted = 7,

    /// <summary>It is as it was: the batch is kept, and done later. See <see cref="MemoryQueueMode"/>.</summary>
    Queued = 8,
}
