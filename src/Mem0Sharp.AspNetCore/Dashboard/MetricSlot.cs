using System.Collections.Concurrent;

namespace Mem0Sharp.AspNetCore;

/// <summary>What happened in one span of time. Counted by any number of threads at once, without a lock; cleared when its place is needed again.</summary>
internal sealed class MetricSlot
{
    private static readonly int Groups = Enum.GetValues<OperationGroup>().Length;

    private readonly Lock _clearing = new();
    private readonly int[] _latencies = new int[Groups * LatencyBuckets.Count];
    private readonly ConcurrentDictionary<string, int> _errorCodes = new(StringComparer.Ordinal);
    private long _number = -1;

    /// <summary>Gets how many operations of each group ended, and how many of them failed.</summary>
    public int[] Operations { get; } = new int[Groups];

    public int[] Failures { get; } = new int[Groups];

    /// <summary>Gets how many changes of each event were committed.</summary>
    public int[] Changes { get; } = new int[Enum.GetValues<MemoryEvent>().Length];

    /// <summary>Gets how often each of the sums was met, by <see cref="MetricSum"/>.</summary>
    public long[] Sums { get; } = new long[Enum.GetValues<MetricSum>().Length];

    /// <summary>Gets how many operations failed for each reason.</summary>
    public IReadOnlyDictionary<string, int> ErrorCodes => _errorCodes;

    /// <summary>Gets or sets how many calls waited; -1 where nobody looked.</summary>
    public int Queued { get; set; } = -1;

    public ReadOnlySpan<int> LatenciesOf(OperationGroup group) => _latencies.AsSpan((int)group * LatencyBuckets.Count, LatencyBuckets.Count);

    public bool Is(long number) => Volatile.Read(ref _number) == number;

    /// <summary>Makes it the place of a span of time; false where a later one has taken it.</summary>
    public bool Begin(long number)
    {
        if (Is(number))
        {
            return true;
        }

        lock (_clearing)
        {
            if (_number < number)
            {
                Array.Clear(Operations);
                Array.Clear(Failures);
                Array.Clear(Changes);
                Array.Clear(Sums);
                Array.Clear(_latencies);
                _errorCodes.Clear();
                Queued = -1;
                Volatile.Write(ref _number, number);
            }

            return _number == number;
        }
    }

    public void Operation(OperationGroup group, double seconds, bool isFailure)
    {
        Interlocked.Increment(ref Operations[(int)group]);
        Interlocked.Increment(ref _latencies[((int)group * LatencyBuckets.Count) + LatencyBuckets.Of(seconds)]);
        if (isFailure)
        {
            Interlocked.Increment(ref Failures[(int)group]);
        }
    }

    public void Change(MemoryEvent change, long count) => Interlocked.Add(ref Changes[(int)change], (int)count);

    public void Add(MetricSum sum, long count) => Interlocked.Add(ref Sums[(int)sum], count);

    public void Error(string code, long count) => _errorCodes.AddOrUpdate(code, static (_, more) => (int)more, static (_, was, more) => was + (int)more, count);
}
