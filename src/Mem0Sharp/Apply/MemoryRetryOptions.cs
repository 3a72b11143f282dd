namespace Mem0Sharp;

/// <summary>Settings of an update that reads, decides and retries.</summary>
public sealed class MemoryRetryOptions : MemoryChangeOptions
{
    private const int MostRetries = 1_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>Gets how often the memory is read and the change decided again after somebody else changed it.</summary>
    /// <value>0 to 1,000. Default 3.</value>
    public int MaxRetries { get; init; } = 3;

    /// <summary>Gets how long to wait before the first retry; each further one waits twice as long as the one before, at most a minute.</summary>
    /// <value>0 to 1 minute. Default 5 milliseconds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    internal MemoryRetryOptions Validated(string parameter)
    {
        return MaxRetries is >= 0 and <= MostRetries && Delay >= TimeSpan.Zero && Delay <= LongestDelay
            ? this
            : throw new MemoryValidationException(
                parameter,
                $"{MaxRetries} retries with a delay of {Delay} were asked for.",
                $"Give 0 to {MostRetries} retries and a delay of 0 to {LongestDelay}.");
    }

    internal TimeSpan DelayBefore(int retry)
    {
        double ticks = Delay.Ticks * Math.Pow(2, retry);
        return ticks < LongestDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : LongestDelay;
    }
}
