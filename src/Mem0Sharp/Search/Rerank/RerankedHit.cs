namespace Mem0Sharp;

/// <summary>What a search found, and how relevant a reranker says it is.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Its score, by which it was found.</param>
/// <param name="Relevance">From 0 to 1; null where it was not judged.</param>
internal sealed record RerankedHit(MemoryItem Item, double Score, double? Relevance);
