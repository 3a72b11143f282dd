namespace Mem0Sharp;

/// <summary>One memory that a search found.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">How well it fits, on the scale of <see cref="MemorySearchOptions.Mode"/>: [0, 1], or by vectors alone a cosine, [-1, 1].</param>
/// <remarks>Immutable.</remarks>
public sealed record MemorySearchResult(MemoryItem Item, double Score)
{
    /// <summary>Gets how relevant a reranker says it is, from 0 to 1; null where none was asked about it.</summary>
    public double? Relevance { get; init; }

    /// <summary>Gets how the score came about, of a hybrid search that was to explain it; else null.</summary>
    public MemoryScoreDetails? Details { get; init; }
}
