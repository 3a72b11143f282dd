namespace Mem0Sharp;

/// <summary>A memory that was found, on its way to the caller.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Its score, of whatever the search went by.</param>
/// <param name="Details">How the score came about, of a hybrid search.</param>
internal readonly record struct SearchHit(MemoryItem Item, double Score, MemoryScoreDetails? Details = null)
{
    public static SearchHit Of(VectorMatch match) => new(match.Item, match.Score);
}
