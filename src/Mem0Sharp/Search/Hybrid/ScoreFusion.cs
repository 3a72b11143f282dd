namespace Mem0Sharp;

/// <summary>Makes one score of the signals of a memory.</summary>
/// <remarks>
/// A weighted mean, so that a score is of the question and the memory alone, and from 0 to 1. Words tell most: what somebody asks for by name
/// is meant. The weights were chosen on conversations 1, 3 and 5 of LoCoMo's five and lie on a plateau; docs/measurements.md has the figures of
/// the two that were held out. Ranks instead of scores were worse throughout.
/// </remarks>
internal static class ScoreFusion
{
    private const double KeywordWeight = 1;
    private const double CosineWeight = 0.4;
    private const double PeriodWeight = 0.15;

    /// <summary>Fuses the signals.</summary>
    /// <param name="cosine">The cosine, or null without an embedding. What is below 0 tells no more than 0.</param>
    /// <param name="keyword">The keyword score, [0, 1).</param>
    /// <param name="period">How near the memory is to the time that the question names, or null where it names none.</param>
    public static (double Score, MemoryScoreDetails Details) Fuse(double? cosine, double keyword, double? period)
    {
        double all = KeywordWeight + CosineWeight + (period is null ? 0 : PeriodWeight);
        MemoryScoreDetails details = new()
        {
            Cosine = cosine,
            Keyword = keyword,
            Period = period,
            FromCosine = CosineWeight * Math.Max(0, cosine ?? 0) / all,
            FromKeyword = KeywordWeight * keyword / all,
            FromPeriod = PeriodWeight * (period ?? 0) / all,
        };
        return (Math.Min(1, details.FromKeyword + details.FromCosine + details.FromPeriod), details);
    }
}
