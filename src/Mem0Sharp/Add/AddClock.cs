namespace Mem0Sharp;

/// <summary>Measures the stages of one add. Not thread-safe: they come one after the other.</summary>
internal sealed class AddClock(TimeProvider time)
{
    public MemoryAddTimings Timings { get; private set; } = MemoryAddTimings.None;

    /// <summary>Runs a stage and adds its time to where it belongs, also when it fails.</summary>
    public async Task<T> MeasureAsync<T>(Func<Task<T>> stage, Func<MemoryAddTimings, TimeSpan, MemoryAddTimings> add)
    {
        long started = time.GetTimestamp();
        try
        {
            return await stage().ConfigureAwait(false);
        }
        finally
        {
            Timings = add(Timings, time.GetElapsedTime(started));
        }
    }
}
