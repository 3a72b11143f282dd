namespace Mem0Sharp;

/// <summary>What became of a fact.</summary>
public enum FactOutcome
{
    /// <summary>It is a memory of its own now.</summary>
    Added = 0,

    /// <summary>A known memory says it now.</summary>
    Updated = 1,

    /// <summary>A known memory was deleted because of it.</summary>
    Deleted = 2,

    /// <summary>Nothing: it was known already, or there was nothing to do.</summary>
    None = 3,

    /// <summary>The decision about it was not allowed, or failed; nothing was changed because of it.</summary>
    Refused = 4,

    /// <summary>
    /// It says what was deleted or corrected by hand before, and was not learned again: see <see cref="Memory.LiftRejectionAsync"/>.
    /// </summary>
    Suppressed = 5,
}
