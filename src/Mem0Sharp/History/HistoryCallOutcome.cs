namespace Mem0Sharp;

/// <summary>What a call that happens once did, for those who make it again.</summary>
/// <param name="Description">What it did, in a form that its maker reads. May hold text; gone when a memory of it is erased.</param>
/// <param name="MemoryIds">Every memory it speaks of.</param>
/// <remarks>Immutable.</remarks>
public sealed record HistoryCallOutcome(string Description, IReadOnlyCollection<string> MemoryIds)
{
    /// <summary>
    /// Gets a value indicating whether it holds facts that became no memory: nobody can tell whether they speak of one, so the
    /// description goes when any memory of the call's user, agent, run or app is erased. Default false.
    /// </summary>
    public bool HoldsFacts { get; init; }

    /// <summary>Returns the number of memories.</summary>
    /// <returns>For instance "HistoryCallOutcome (3 memories)".</returns>
    public override string ToString() => $"{nameof(HistoryCallOutcome)} ({MemoryIds.Count} memories)";
}
