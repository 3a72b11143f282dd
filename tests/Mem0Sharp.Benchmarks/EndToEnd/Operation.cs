using System.Diagnostics;

namespace Mem0Sharp.Benchmarks;

/// <summary>One kind of call: how long each took, and what they allocated.</summary>
/// <param name="name">Its name in the closing lines.</param>
/// <param name="next">Makes ready what the next call needs, and gives the call.</param>
/// <param name="done">Looks at what came of it, and ends the run where that is not what was asked for.</param>
internal sealed class Operation(string name, Func<Func<Task>> next, Action<Task>? done = null)
{
    private readonly List<double> _microseconds = [];
    private readonly List<double> _bytes = [];

    public string Name => name;

    /// <summary>Gets or sets how many calls go for one of the other kinds.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Calls it in sequence, as one caller would.</summary>
    /// <param name="count">How often.</param>
    /// <param name="isMeasured">Whether the times count; if not, it is made warm.</param>
    public async Task RunAsync(int count, bool isMeasured)
    {
        count = Math.Max(1, (int)(count * Share));
        Func<Task>[] calls = new Func<Task>[count];
        for (int i = 0; i < count; i++)
        {
            calls[i] = next();
        }

        Task[] tasks = new Task[count];
        long[] taken = new long[count];
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            tasks[i] = calls[i]();
            await tasks[i];
            taken[i] = Stopwatch.GetTimestamp() - start;
        }

        long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
        foreach (Task task in tasks)
        {
            done?.Invoke(task);
        }

        if (isMeasured)
        {
            _bytes.Add(bytes / (double)count);
            _microseconds.AddRange(taken.Select(ticks => ticks * 1e6 / Stopwatch.Frequency));
        }
    }

    public OperationFigures Figures()
    {
        double[] sorted = [.. _microseconds.Order()];
        return new OperationFigures(
            name,
            At(sorted, 0.5),
            At(sorted, 0.95),
            At(sorted, 0.99),
            1e6 * sorted.Length / sorted.Sum(),
            At([.. _bytes.Order()], 0.5));
    }

    private static double At(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
