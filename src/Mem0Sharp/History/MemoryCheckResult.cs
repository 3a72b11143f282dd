namespace Mem0Sharp;

/// <summary>What a look at the whole of a memory found.</summary>
/// <param name="Problems">What is wrong, in words that hold no text and no user id. Empty when all is sound.</param>
/// <param name="Memories">How many memories there are, deleted ones included.</param>
/// <param name="Versions">How many versions they have in all: the rows of the history.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryCheckResult(IReadOnlyList<string> Problems, int Memories, int Versions)
{
    /// <summary>Gets a value indicating whether nothing was found.</summary>
    public bool IsSound => Problems.Count == 0;

    /// <summary>Returns the counts.</summary>
    /// <returns>For instance "MemoryCheckResult (1200 memories, 1875 versions, 0 problems)".</returns>
    public override string ToString() => $"{nameof(MemoryCheckResult)} ({Memories} memories, {Versions} versions, {Problems.Count} problems)";
}
