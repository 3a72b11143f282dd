namespace Mem0Sharp;

/// <summary>The results of a search after reranking: in their new order, or in the old one with the reason.</summary>
/// <remarks>No record: the text of one would quote the failure, which may quote the question.</remarks>
internal sealed class RerankedHits(IReadOnlyList<SearchHit> hits, Exception? failure)
{
    /// <summary>Gets all that was found, best first: what was judged by relevance, then what was not by its score.</summary>
    public IReadOnlyList<SearchHit> Hits { get; } = hits;

    /// <summary>Gets why nothing was judged, or null.</summary>
    public Exception? Failure { get; } = failure;
}
