using System.Collections;

namespace Mem0Sharp;

/// <summary>What a search found, best first, and how it was made.</summary>
/// <remarks>
/// Immutable. In the order of their scores but for <see cref="MemorySearchOptions.NewestAmongNearTies"/>, <see cref="MemorySearchOptions.Rerank"/> and
/// <see cref="MemorySearchOptions.Diversity"/>. Empty means that nothing was found: an outage is an exception.
/// </remarks>
public sealed class MemorySearchResults : IReadOnlyList<MemorySearchResult>
{
    private readonly IReadOnlyList<MemorySearchResult> _results;

    private MemorySearchResults(IReadOnlyList<MemorySearchResult> results, SearchSignals signals, string? embeddingModel, string? rerankFailure)
    {
        _results = results;
        Signals = signals;
        EmbeddingModel = embeddingModel;
        RerankFailure = rerankFailure;
    }

    internal static MemorySearchResults Of(SearchOutcome outcome) => new(
        [
            .. outcome.Hits.Select(hit => new MemorySearchResult(hit.Item, hit.Score)
            {
                Relevance = hit.Relevance,
                Details = hit.Details,
            }),
        ],
        outcome.Signals,
        outcome.EmbeddingModel,
        outcome.RerankFailure);

    /// <summary>Gets what the search went by.</summary>
    public SearchSignals Signals { get; }

    /// <summary>
    /// Gets the embedding model by whose vectors question and memories were compared: the cosines are on its scale, and the scores with them. Null when
    /// no vector was compared.
    /// </summary>
    public string? EmbeddingModel { get; }

    /// <summary>
    /// Gets why the reranker that was to be asked (<see cref="MemorySearchOptions.Rerank"/>) judged nothing: the type of its exception. The results
    /// are in the order of their scores then. Null where it was not asked, or judged them.
    /// </summary>
    public string? RerankFailure { get; }

    /// <inheritdoc/>
    public int Count => _results.Count;

    /// <inheritdoc/>
    public MemorySearchResult this[int index] => _results[index];

    /// <inheritdoc/>
    public IEnumerator<MemorySearchResult> GetEnumerator() => _results.GetEnumerator();

    /// <summary>Returns the number of results.</summary>
    /// <returns>For instance "MemorySearchResults (3)".</returns>
    public override string ToString() => $"MemorySearchResults ({Count})";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
