namespace Mem0Sharp.Evaluation;

/// <summary>A clock that goes on by a millisecond each time it is read.</summary>
/// <remarks>
/// Memories with equal scores come in id order. Ids are made of the time, in milliseconds, and of chance: on the system's clock
/// many share one, and ties would fall differently in every run. On this clock ids are in the order of the facts. Timers and
/// timestamps stay the system's.
/// </remarks>
internal sealed class SteppingClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _reads;

    public override DateTimeOffset GetUtcNow() => Start.AddMilliseconds(Interlocked.Increment(ref _reads));
}
