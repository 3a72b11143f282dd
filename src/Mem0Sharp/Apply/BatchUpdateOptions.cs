namespace Mem0Sharp;

/// <summary>Settings of a batch of updates.</summary>
public sealed class BatchUpdateOptions
{
    /// <summary>Gets a value indicating whether one update that fails keeps all of the batch from happening.</summary>
    /// <value>Default false: each update succeeds or fails by itself.</value>
    public bool AllOrNothing { get; init; }

    /// <summary>Gets why, for the history.</summary>
    /// <value>At most <see cref="MemoryLimits.ReasonLength"/> characters. Default null.</value>
    public string? Reason { get; init; }
}
