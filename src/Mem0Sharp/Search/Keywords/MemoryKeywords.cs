namespace Mem0Sharp;

/// <summary>The words of a text as keyword search compares them: each term once, in ordinal order, with how often it occurs.</summary>
/// <remarks>
/// For whoever writes an <see cref="IVectorStore"/>: a store that keeps these terms finds by words what the store in memory finds. A term is
/// a word's stem, a whole name or number, a pair of Chinese, Japanese or Korean characters, or a sign such as an emoji; 1 to 64 UTF-16 units,
/// in lower case. Immutable and thread-safe. <see cref="ToString"/> does not show them.
/// </remarks>
public sealed class MemoryKeywords
{
    private MemoryKeywords(KeyValuePair<string, int>[] terms, int length) => (Terms, Length) = (terms, length);

    /// <summary>Gets the terms, each with how often it occurs, 1 or more.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Terms { get; }

    /// <summary>Gets how many terms the text has, repetitions among them. 0 or more.</summary>
    public int Length { get; }

    /// <summary>Finds the terms of a text.</summary>
    /// <param name="text">Any text. What is not valid Unicode separates words.</param>
    /// <returns>The terms; none for a text without words.</returns>
    public static MemoryKeywords Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using KeywordTerms found = KeywordTerms.Of(text);
        KeyValuePair<string, int>[] terms = new KeyValuePair<string, int>[found.Count];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = new(found[i].ToString(), found.Occurrences(i));
        }

        return new MemoryKeywords(terms, found.Length);
    }

    /// <summary>Scores texts for this question by what was counted in a scope.</summary>
    /// <param name="memories">How many memories the scope has, 0 or more.</param>
    /// <param name="meanLength">How many terms their texts have in the mean (<see cref="Length"/>).</param>
    /// <param name="having">How many of the memories have each of <see cref="Terms"/>, in their order.</param>
    /// <returns>What scores a text.</returns>
    /// <exception cref="ArgumentException">There are more or fewer counts than terms.</exception>
    public KeywordScorer ScorerOf(long memories, double meanLength, IReadOnlyList<long> having)
    {
        ArgumentNullException.ThrowIfNull(having);
        return having.Count == Terms.Count
            ? new KeywordScorer(memories, meanLength, having)
            : throw new ArgumentException($"There are {Terms.Count} terms, but {having.Count} counts.", nameof(having));
    }

    /// <summary>Returns how many terms there are.</summary>
    /// <returns>For instance "MemoryKeywords (3 terms)".</returns>
    public override string ToString() => $"{nameof(MemoryKeywords)} ({Terms.Count} terms)";
}
