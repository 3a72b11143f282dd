namespace Mem0Sharp;

/// <summary>What an update did.</summary>
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
}
