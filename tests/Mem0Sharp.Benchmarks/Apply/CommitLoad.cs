using System.Diagnostics;

namespace Mem0Sharp.Benchmarks;

/// <summary>Some callers who write one thing after the other, all at once, for a while; and again, in turn with others.</summary>
/// <param name="name">Its name in the closing lines.</param>
/// <param name="callers">How many there are.</param>
/// <param name="write">Writes once for one of them.</param>
internal sealed class CommitLoad(string name, int callers, Func<int, Task> write)
{
    private readonly List<double> _microseconds = [];
    private readonly List<double> _perSecond = [];
    private readonly List<double> _writesEach = [];

    public string Name => name;

    public int Callers => callers;

    /// <summary>Gets how many writes it has measured.</summary>
    public int Count => _microseconds.Count;

    /// <summary>Gets how many of its writes failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Gets the median of the rounds' writes per second.</summary>
    public double PerSecond => Median(_perSecond);

    /// <summary>Gets the median of the rounds' mean writes for each commit.</summary>
    public double WritesEach => Median(_writesEach);

    /// <summary>Lets all of them write.</summary>
    /// <param name="duration">For how long.</param>
    /// <param name="commits">Counts the commits, or null where each write is one.</param>
    /// <param name="isMeasured">Whether it counts; if not, it is made warm.</param>
    public async Task RunAsync(TimeSpan duration, CommitCounter? commits, bool isMeasured)
    {
        long before = commits?.Commits ?? 0;
        long start = Stopwatch.GetTimestamp();
        List<double>[] taken = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => CallAsync(caller, start, duration))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (isMeasured)
        {
            int count = taken.Sum(each => each.Count);
            _microseconds.AddRange(taken.SelectMany(each => each));
            _perSecond.Add(count / seconds);
            _writesEach.Add(commits is null ? 1 : count / (double)(commits.Commits - before));
        }
    }

    /// <summary>Gets what so large a share of all writes took at most, in microseconds.</summary>
    public double At(double share)
    {
        double[] sorted = [.. _microseconds.Order()];
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private async Task<List<double>> CallAsync(int caller, long start, TimeSpan duration)
    {
        List<double> taken = [];
        for (long now = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start, now) < duration;)
        {
            try
            {
                await write(caller);
            }
            catch (MemoryException)
            {
                lock (_microseconds)
                {
                    Failed++;
                }
            }

            long after = Stopwatch.GetTimestamp();
            taken.Add(Stopwatch.GetElapsedTime(now, after).TotalMicroseconds);
            now = after;
        }

        return taken;
    }
}
