namespace Mem0Sharp.Testing;

/// <summary>A timer of a <see cref="ManualTimeProvider"/>, which owns its state: all of it is guarded by the provider's lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    /// <summary>Gets or sets when it fires next, in ticks of the provider's timestamp; null when it is not set.</summary>
    public long? Due { get; set; }

    /// <summary>Gets or sets the ticks between two calls; 0 when it fires once.</summary>
    public long Period { get; set; }

    public bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period) => provider.Set(this, dueTime, period);

    public void Fire() => callback(state);

    public void Dispose() => provider.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
