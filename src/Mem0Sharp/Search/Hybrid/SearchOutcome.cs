namespace Mem0Sharp;

/// <summary>What became of one question.</summary>
/// <param name="Hits">What was found, best first.</param>
/// <param name="Signals">By what it was found.</param>
/// <param name="EmbeddingModel">The model that embedded the question; null where no vector was compared.</param>
/// <param name="RerankFailure">Why a reranker that was to be asked judged nothing: the type of its exception; or null.</param>
internal readonly record struct SearchOutcome(
    IReadOnlyList<SearchHit> Hits, SearchSignals Signals, string? EmbeddingModel = null, string? RerankFailure = null)
{
    /// <summary>Gets what became of a question where there was no memory to search.</summary>
    public static SearchOutcome Nothing { get; } = new([], SearchSignals.None);
}
