namespace Mem0Sharp.Evaluation;

/// <summary>How well one question's evidence was found.</summary>
/// <param name="RecallAt5">Share of the evidence among the first 5 results, 0 to 1.</param>
/// <param name="RecallAt10">Share of the evidence among the first 10 results, 0 to 1.</param>
/// <param name="ReciprocalRank">1 / place of the first result with any evidence; 0 when none of the first 50 has.</param>
/// <param name="HitAt5">Whether any evidence is among the first 5 results.</param>
/// <param name="HitAt10">Whether any evidence is among the first 10 results.</param>
internal readonly record struct RetrievalScore(
    double RecallAt5, double RecallAt10, double ReciprocalRank, bool HitAt5, bool HitAt10)
{
    /// <summary>How many results are looked at.</summary>
    public const int Depth = 50;

    /// <summary>Gets a value indicating whether the first result has any evidence.</summary>
    public bool HitAt1 => ReciprocalRank >= 1;

    /// <summary>Scores one list of results.</summary>
    /// <param name="results">What each result carries, best first.</param>
    /// <param name="evidence">What was to be found, at least one.</param>
    public static RetrievalScore Of(IReadOnlyList<IReadOnlyList<string>> results, IReadOnlySet<string> evidence)
    {
        ArgumentOutOfRangeException.ThrowIfZero(evidence.Count, nameof(evidence));
        int rank = 0;
        while (rank < results.Count && !results[rank].Any(evidence.Contains))
        {
            rank++;
        }

        bool isFound = rank < Math.Min(results.Count, Depth);
        return new RetrievalScore(
            Recall(results, evidence, 5),
            Recall(results, evidence, 10),
            isFound ? 1.0 / (rank + 1) : 0,
            isFound && rank < 5,
            isFound && rank < 10);
    }

    // Two results that carry the same evidence find it once.
    private static double Recall(IReadOnlyList<IReadOnlyList<string>> results, IReadOnlySet<string> evidence, int top) =>
        (double)results.Take(top).SelectMany(carried => carried).Where(evidence.Contains).Distinct(StringComparer.Ordinal).Count()
        / evidence.Count;
}
