namespace Mem0Sharp;

/// <summary>Settings of one update or delete.</summary>
public sealed class MemoryUpdateOptions
{
    /// <summary>Gets the version the memory must have for the change to happen.</summary>
    /// <value>1 or more. Default null: whichever it has.</value>
    public int? ExpectedVersion { get; init; }

    /// <summary>Gets why, for the history.</summary>
    /// <value>At most <see cref="MemoryLimits.ReasonLength"/> characters. Default null.</value>
    public string? Reason { get; init; }
}
