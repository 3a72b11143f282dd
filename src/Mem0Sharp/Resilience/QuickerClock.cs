namespace Mem0Sharp;

/// <summary>
/// The memory's clock or the system's, whichever is quicker: for delays between attempts, which a clock that a test holds still must not hold for
/// ever. Thread-safe.
/// </summary>
/// <param name="time">The memory's clock.</param>
internal sealed class QuickerClock(TimeProvider time) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    /// <summary>Makes a timer that goes off by either clock; whoever waits for it once takes the first.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        ReferenceEquals(time, System)
            ? System.CreateTimer(callback, state, dueTime, period)
            : new Pair(time.CreateTimer(callback, state, dueTime, period), System.CreateTimer(callback, state, dueTime, period));

    private sealed class Pair(ITimer first, ITimer second) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => first.Change(dueTime, period) & second.Change(dueTime, period);

        public void Dispose()
        {
            first.Dispose();
            second.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync().ConfigureAwait(false);
            await second.DisposeAsync().ConfigureAwait(false);
        }
    }
}
