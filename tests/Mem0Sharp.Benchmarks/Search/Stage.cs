using System.Diagnostics;

namespace Mem0Sharp.Benchmarks;

/// <summary>One stage of a search: how long it takes and how much it allocates, measured in turn with the others.</summary>
/// <param name="name">Its name in the closing lines.</param>
/// <param name="run">Runs it once, and gives how much it found.</param>
internal sealed class Stage(string name, Func<ValueTask<int>> run)
{
    /// <summary>How long one measurement takes, about: far longer than the clock's tick.</summary>
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(10);

    private readonly List<double> _milliseconds = [];
    private readonly List<double> _bytes = [];
    private int _times = 1;

    public string Name => name;

    /// <summary>Gets the median of all times, in milliseconds for one run.</summary>
    public double Median => MedianOf(_milliseconds);

    /// <summary>Gets the median of the bytes that one run allocates, in all threads.</summary>
    public double Bytes => MedianOf(_bytes);

    /// <summary>Runs it until it is compiled as well as it will be, and finds out how often it fits into one measurement.</summary>
    /// <exception cref="InvalidOperationException">It found nothing: that would be no stage of a search.</exception>
    public async Task WarmUpAsync(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        int runs = 0;
        long found = 0;
        do
        {
            found += await run();
            runs++;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        _times = Math.Max(1, (int)(runs * (Measured / Stopwatch.GetElapsedTime(start))));
        if (found == 0)
        {
            throw new InvalidOperationException($"The stage {name} found nothing in {runs} runs.");
        }
    }

    public async Task MeasureAsync()
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < _times; i++)
        {
            await run();
        }

        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        _bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - before) / (double)_times);
        _milliseconds.Add(taken.TotalMilliseconds / _times);
    }

    private static double MedianOf(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
