namespace Mem0Sharp.Faults;

/// <summary>
/// Whether a server's memory stays as it is: it was sampled each second while the number of memories stayed. The first third of the samples is warm-up, in
/// which heaps and caches grow to their bounds; of the rest the mean of the last third must not be more than a tenth above that of the second.
/// </summary>
/// <param name="Start">The mean of the first third, in bytes.</param>
/// <param name="Middle">The mean of the second third.</param>
/// <param name="End">The mean of the last third.</param>
internal sealed record ServerGrowth(double Start, double Middle, double End)
{
    private const double Most = 0.10;

    public double Share => Middle > 0 ? (End / Middle) - 1 : 0;

    public bool IsTooMuch => Share > Most;

    public static ServerGrowth Of(IReadOnlyList<long> samples)
    {
        int third = Math.Max(1, samples.Count / 3);
        return new ServerGrowth(
            samples.Take(third).Average(), samples.Skip(third).SkipLast(third).DefaultIfEmpty().Average(), samples.TakeLast(third).Average());
    }
}
