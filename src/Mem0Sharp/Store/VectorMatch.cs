namespace Mem0Sharp;

/// <summary>One result of a search.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">
/// Of a vector search: cosine similarity, unitless, [-1, 1]: 1 same direction, 0 unrelated. Of a keyword search: how much of the text's words
/// the memory has, unitless, from 0 to below 1.
/// </param>
/// <remarks>Immutable.</remarks>
public readonly record struct VectorMatch(MemoryItem Item, double Score);
