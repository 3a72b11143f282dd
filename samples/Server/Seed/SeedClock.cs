namespace Server.Seed;

/// <summary>A clock that stands where it was put, so that what is stored is of that moment. Thread-safe.</summary>
internal sealed class SeedClock : TimeProvider
{
    private long _ticks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset moment) => Volatile.Write(ref _ticks, moment.UtcTicks);
}
