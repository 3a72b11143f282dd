namespace Mem0Sharp;

/// <summary>Settings of one update or delete.</summary>
public sealed class MemoryUpdateOptions
{
    /// <summary>Gets the version the memory must have for the change to happen.</summary>
    /// <value>1 or more. Default null: whichever it has.</value>
    public int? ExpectedVersion { get; init; }

    /// <summary>
    /// Gets a condition on the memory as it is when the change would happen; where it does not hold, nothing is changed and the
    /// result says so. It is evaluated inside the write, perhaps more than once: it must be quick and have no effect. What it throws
    /// is thrown by the call, and nothing is changed.
    /// </summary>
    /// <value>Default null: no condition. For updates only.</value>
    public Func<MemoryItem, bool>? When { get; init; }

    /// <summary>Gets why, for the history.</summary>
    /// <value>At most <see cref="MemoryLimits.ReasonLength"/> characters. Default null.</value>
    public string? Reason { get; init; }
}
