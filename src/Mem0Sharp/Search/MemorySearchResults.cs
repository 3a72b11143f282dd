using System.Collections;

namespace Mem0Sharp;

/// <summary>What a search found, best first, and how it was made.</summary>
/// <remarks>
/// Immutable. In the order of their scores but for <see cref="MemorySearchOptions.NewestAmongNearTies"/>. Empty means that nothing was
/// found: an outage is an exception.
/// </remarks>
public sealed class MemorySearchResults : IReadOnlyList<MemorySearchResult>
{
    private readonly IReadOnlyList<MemorySearchResult> _results;

    internal MemorySearchResults(IReadOnlyList<MemorySearchResult> results, SearchSignals signals, string? embeddingModel)
    {
        _results = results;
        Signals = signals;
        EmbeddingModel = embeddingModel;
    }

    /// <summary>Gets what the search went by.</summary>
    public SearchSignals Signals { get; }

    /// <summary>Gets the embedding model whose scale the scores are on, or null when no vector was compared.</summary>
    public string? EmbeddingModel { get; }

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
