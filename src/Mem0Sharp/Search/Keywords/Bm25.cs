namespace Mem0Sharp;

/// <summary>How much a term that a text shares with a question is worth.</summary>
/// <remarks>
/// Source: Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: BM25 and Beyond. The weight of a term is Lucene's, which is
/// never negative. k1 and b are Anserini's, which docs/measurements.md has figures for: a fact is short, so how often it says a word and
/// how long it is tell less than in the pages that k1 1.2 and b 0.75 were chosen for.
/// </remarks>
internal static class Bm25
{
    private const double K1 = 0.9;
    private const double B = 0.4;

    /// <summary>What <see cref="Saturation"/> stays below, however often a text says the term.</summary>
    public const double MostSaturation = K1 + 1;

    /// <summary>Gets what a term weighs: the more, the fewer memories have it.</summary>
    /// <param name="memories">The memories of the scope, 1 or more.</param>
    /// <param name="having">Those of them that have the term, 0 or more.</param>
    /// <returns>More than 0.</returns>
    public static double Weight(long memories, long having) => Math.Log(1 + ((memories - having + 0.5) / (having + 0.5)));

    /// <summary>Gets how much of its weight a term brings a text.</summary>
    /// <param name="occurrences">How often the text has the term, 1 or more.</param>
    /// <param name="length">How many terms the text has.</param>
    /// <param name="meanLength">How many the texts of the scope have in the mean, more than 0.</param>
    /// <returns>More than 0, less than <see cref="MostSaturation"/>.</returns>
    public static double Saturation(int occurrences, int length, double meanLength) =>
        occurrences * MostSaturation / (occurrences + (K1 * (1 - B + (B * length / meanLength))));
}
