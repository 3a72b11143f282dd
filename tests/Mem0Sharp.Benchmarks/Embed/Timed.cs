using System.Diagnostics;

namespace Mem0Sharp.Benchmarks;

/// <summary>One thing that is timed again and again, in turn with others, so that a busy moment does not hit one of them alone.</summary>
/// <param name="times">How often it runs for one time.</param>
/// <param name="run">Runs it once.</param>
internal sealed class Timed(int times, Func<Task> run)
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Gets the median of all times, in milliseconds for one run.</summary>
    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Runs it until it is compiled as well as it will be.</summary>
    public async Task WarmUpAsync(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        do
        {
            await run();
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
    }

    public async Task MeasureAsync()
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            await run();
        }

        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / times);
    }
}
