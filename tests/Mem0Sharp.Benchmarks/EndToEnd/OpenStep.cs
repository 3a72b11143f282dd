using System.Diagnostics;

namespace Mem0Sharp.Benchmarks;

/// <summary>One way to get at what a file holds, timed in turn with the others.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="RunAsync">Does it once.</param>
internal sealed record OpenStep(string Name, Func<Task> RunAsync)
{
    private readonly List<double> _milliseconds = [];
    private readonly List<double> _processor = [];

    /// <summary>Gets the median of the times, in milliseconds.</summary>
    public double Median => _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Gets the least of the times: what it takes when nobody else is there.</summary>
    public double Least => _milliseconds.Min();

    /// <summary>Gets the least time of all processors that was spent on it.</summary>
    public double Processor => _processor.Min();

    public async Task MeasureAsync(bool isMeasured)
    {
        // What the step before left behind is not this one's to collect.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TimeSpan spent = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await RunAsync();
        if (isMeasured)
        {
            _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            _processor.Add((Environment.CpuUsage.TotalTime - spent).TotalMilliseconds);
        }
    }
}
