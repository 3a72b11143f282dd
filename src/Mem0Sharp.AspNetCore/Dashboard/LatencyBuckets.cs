namespace Mem0Sharp.AspNetCore;

/// <summary>
/// Durations counted in buckets, four to a doubling, from 10 µs to 100 s: a percentile is the middle of its bucket, so within 10 % of the exact one, and
/// takes no memory that grows with what is measured.
/// </summary>
internal static class LatencyBuckets
{
    private const double LeastSeconds = 1e-5, MostSeconds = 100;
    private const int OfADoubling = 4;

    /// <summary>Gets how many there are: below the least, those between, and from the most on.</summary>
    public static int Count { get; } = (int)Math.Ceiling(OfADoubling * Math.Log2(MostSeconds / LeastSeconds)) + 2;

    public static int Of(double seconds) => seconds < LeastSeconds
        ? 0
        : (int)Math.Min(Count - 1, Math.Floor(OfADoubling * Math.Log2(seconds / LeastSeconds)) + 1);

    /// <summary>Gets a percentile, in milliseconds; null where nothing was counted.</summary>
    /// <param name="counts">How often each bucket was met.</param>
    /// <param name="share">0 to 1: 0.5 is the median. The nearest rank.</param>
    public static double? Percentile(ReadOnlySpan<int> counts, double share)
    {
        long all = 0;
        foreach (int count in counts)
        {
            all += count;
        }

        long rank = Math.Max(1, (long)Math.Ceiling(share * all)), seen = 0;
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
            {
                return 1_000 * Middle(bucket);
            }
        }

        return null;
    }

    private static double Middle(int bucket) => bucket == 0
        ? LeastSeconds
        : Math.Min(MostSeconds, LeastSeconds * Math.Pow(2, (bucket - 0.5) / OfADoubling));
}
