namespace Mem0Sharp;

/// <summary>A known memory that a new fact might repeat, change or end.</summary>
/// <param name="Item">The memory, at the version that is shown.</param>
/// <param name="Score">The best similarity to any of the facts: cosine, [-1, 1]; 0 where the memory has no embedding yet.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryCandidate(MemoryItem Item, double Score);
