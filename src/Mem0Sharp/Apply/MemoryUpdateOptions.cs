namespace Mem0Sharp;

/// <summary>Settings of one update or delete.</summary>
public sealed class MemoryUpdateOptions
{
    /// <summary>Gets the version the memory must have for the change to happen.</summary>
    /// <value>1 or more. Default null: whichever it has.</value>
    public int? ExpectedVersion { get; init; }

    /// <summary>Gets why, for the history. Default null.</summary>
    public string? Reason { get; init; }
}
