namespace Mem0Sharp;

/// <summary>Scores texts by the words that they share with a question: with the same counts, as the store in memory does, to the last bit.</summary>
/// <remarks>
/// Source: Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond; divided by what a text could reach at most.
/// Made by <see cref="MemoryKeywords.ScorerOf"/>. Immutable and thread-safe.
/// </remarks>
public sealed class KeywordScorer
{
    private readonly double[] _weights;
    private readonly double _possible;
    private readonly double _meanLength;

    internal KeywordScorer(long memories, double meanLength, IReadOnlyList<long> having)
    {
        _meanLength = meanLength;
        _weights = new double[having.Count];
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] = Bm25.Weight(memories, having[i]);
            _possible += _weights[i] * Bm25.MostSaturation;
        }
    }

    /// <summary>Scores a text.</summary>
    /// <param name="occurrences">How often the text has each of the question's terms, in their order. 0 or more each.</param>
    /// <param name="length">How many terms the text has, repetitions among them.</param>
    /// <returns>From 0 to below 1; 0 for a text that shares no word.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than terms.</exception>
    public double Score(ReadOnlySpan<int> occurrences, int length)
    {
        if (occurrences.Length != _weights.Length)
        {
            throw new ArgumentException($"There are {_weights.Length} terms, but {occurrences.Length} numbers.", nameof(occurrences));
        }

        double sum = 0;
        for (int i = 0; i < occurrences.Length; i++)
        {
            if (occurrences[i] > 0)
            {
                sum += _weights[i] * Bm25.Saturation(occurrences[i], length, _meanLength);
            }
        }

        return sum > 0 ? sum / _possible : 0;
    }
}
