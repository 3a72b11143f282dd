namespace Mem0Sharp;

/// <summary>One result of a vector search.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Cosine similarity, unitless, [-1, 1]: 1 same direction, 0 unrelated.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct VectorMatch(MemoryItem Item, double Score);
