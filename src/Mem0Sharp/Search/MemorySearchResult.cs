namespace Mem0Sharp;

/// <summary>One memory that a search found.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Cosine similarity of query and text, [-1, 1]: 1 same direction, 0 unrelated.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemorySearchResult(MemoryItem Item, double Score);
