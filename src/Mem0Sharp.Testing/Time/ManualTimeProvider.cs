namespace Mem0Sharp.Testing;

/// <summary>A clock that stands still until a test moves it.</summary>
/// <remarks>
/// It is two clocks, as in a real machine: the wall clock (<see cref="GetUtcNow"/>), which <see cref="SetUtcNow"/> may put
/// forward or back, and the one that only <see cref="Advance"/> moves, which timestamps and timers follow. So a wall clock that
/// is put back makes no timer late, and one put forward fires none. The local time zone is UTC. Thread-safe.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();

    // Guarded by _lock. Ticks of 100 ns; the wall clock shows _elapsed + _wallAtZero.
    private readonly List<ManualTimer> _timers = [];
    private long _elapsed;
    private long _wallAtZero;

    /// <summary>Initializes a clock that shows 1 January 2026, 00:00 UTC.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Initializes a clock.</summary>
    /// <param name="utcNow">The instant that it shows.</param>
    public ManualTimeProvider(DateTimeOffset utcNow) => _wallAtZero = utcNow.UtcTicks;

    /// <summary>
    /// Gets or sets how far the clock advances by itself after each reading of <see cref="GetUtcNow"/>, 0 or more, so that no two
    /// readings are equal. Timers fire. Default 0.
    /// </summary>
    public TimeSpan AutoAdvance
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }

    /// <summary>Gets how many timers wait to fire. A test can wait for it before it advances the clock.</summary>
    public int TimerCount
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count(timer => timer.Due is not null);
            }
        }
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Gets the ticks of <see cref="GetTimestamp"/> in a second: 10,000,000.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Reads the wall clock, then advances by <see cref="AutoAdvance"/>.</summary>
    /// <returns>The instant it shows, in UTC. It may lie before an earlier reading: see <see cref="SetUtcNow"/>.</returns>
    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset now;
        lock (_lock)
        {
            now = new DateTimeOffset(_wallAtZero + _elapsed, TimeSpan.Zero);
        }

        if (AutoAdvance > TimeSpan.Zero)
        {
            Advance(AutoAdvance);
        }

        return now;
    }

    /// <summary>Reads the clock that never goes back.</summary>
    /// <returns>Ticks of 100 ns by which the clock was advanced, from 0.</returns>
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed;
        }
    }

    /// <summary>Puts the wall clock to an instant, earlier or later, as a time server may. Timestamps and timers do not move.</summary>
    /// <param name="utcNow">The instant that it is to show.</param>
    public void SetUtcNow(DateTimeOffset utcNow)
    {
        lock (_lock)
        {
            _wallAtZero = utcNow.UtcTicks - _elapsed;
        }
    }

    /// <summary>Lets time pass. Timers that fall due fire on this thread, in order, each at its own time.</summary>
    /// <param name="delta">How much, 0 or more. (To put the wall clock back, use <see cref="SetUtcNow"/>.)</param>
    /// <remarks>A timer's exception leaves time where the timer fired, and comes out of this method.</remarks>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);

        // Step by step, by what is left: calls made at the same time, or by a timer that fires, add up.
        long left = delta.Ticks;
        while (Step(ref left) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <inheritdoc/>
    /// <remarks>A timer that is due at once fires before this method returns, on this thread.</remarks>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ManualTimer timer = new(this, callback, state);
        Set(timer, dueTime, period);
        return timer;
    }

    internal bool Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        CheckTimerSpan(dueTime, nameof(dueTime));
        CheckTimerSpan(period, nameof(period));
        lock (_lock)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            if (!_timers.Contains(timer))
            {
                _timers.Add(timer);
            }

            timer.Due = dueTime == Timeout.InfiniteTimeSpan ? null : _elapsed + dueTime.Ticks;
            timer.Period = period == Timeout.InfiniteTimeSpan ? 0 : period.Ticks;
        }

        if (dueTime == TimeSpan.Zero)
        {
            Advance(TimeSpan.Zero);
        }

        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            timer.Due = null;
            _timers.Remove(timer);
        }
    }

    private static void CheckTimerSpan(TimeSpan span, string parameter)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(parameter, span, "Give 0 or more, or Timeout.InfiniteTimeSpan.");
        }
    }

    /// <summary>Moves time to the next timer due and returns it; when none is due in what is left, moves by all of it.</summary>
    private ManualTimer? Step(ref long left)
    {
        lock (_lock)
        {
            long end = _elapsed + left;
            ManualTimer? next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
            long step = next is null ? left : Math.Max(0, next.Due!.Value - _elapsed);
            _elapsed += step;
            left -= step;
            if (next is not null)
            {
                next.Due = next.Period > 0 ? next.Due + next.Period : null;
            }

            return next;
        }
    }
}
