namespace Mem0Sharp;

/// <summary>A memory that was found, on its way to the caller.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Its score, of whatever the search went by.</param>
/// <param name="Details">How the score came about, of a hybrid search that is to say so.</param>
/// <param name="Relevance">How relevant a reranker says it is, from 0 to 1; null where none was asked about it.</param>
internal readonly record struct SearchHit(MemoryItem Item, double Score, MemoryScoreDetails? Details = null, double? Relevance = null)
{
    public static SearchHit Of(VectorMatch match) => new(match.Item, match.Score);
}
