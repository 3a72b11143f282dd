namespace Mem0Sharp.Tests.Diagnostics;

/// <summary>The system's clock, but for delays of up to ten seconds, which are over at once: those between two attempts. Time limits are longer.</summary>
internal sealed class HurriedTimeProvider : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(10) ? TimeSpan.FromMilliseconds(1) : dueTime, period);
}
