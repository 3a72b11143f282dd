namespace Mem0Sharp;

/// <summary>Puts beside the memories that a vector search found those that only a keyword search did, on the same scale.</summary>
internal static class KeywordCandidates
{
    /// <summary>Takes the best of a keyword search that the vector search has not found.</summary>
    /// <param name="near">What the vector search found.</param>
    /// <param name="sharing">What the keyword search found, best first.</param>
    /// <param name="most">Most to take.</param>
    public static MemoryItem[] Beside(IReadOnlyList<VectorMatch> near, IReadOnlyList<VectorMatch> sharing, int most)
    {
        HashSet<string> found = new(near.Select(match => match.Item.Id), StringComparer.Ordinal);
        return [.. sharing.Where(match => !found.Contains(match.Item.Id)).Take(most).Select(match => match.Item)];
    }

    /// <summary>Puts both in the order of their scores; equal scores in id order.</summary>
    public static IReadOnlyList<VectorMatch> NearestFirst(IReadOnlyList<VectorMatch> near, IEnumerable<VectorMatch> beside) =>
    [
        .. near.Concat(beside)
            .OrderByDescending(match => match.Score)
            .ThenBy(match => match.Item.Id, StringComparer.Ordinal),
    ];

    /// <summary>Gets the cosine of two vectors of unit length; 0 where there is none, or a damaged one, to compare with.</summary>
    public static double Cosine(ReadOnlyMemory<float> text, ReadOnlyMemory<float>? known) =>

        // Rounding can carry the product just beyond ±1, where no cosine is.
        known is { } vector && vector.Length == text.Length && UnitVector.IsUnit(vector.Span)
            ? Math.Clamp(ExactDot.Of(text.Span, vector.Span), -1f, 1f)
            : 0;
}
