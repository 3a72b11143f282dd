namespace Mem0Sharp;

/// <summary>Settings of one listing or count.</summary>
public sealed class MemoryListOptions
{
    /// <summary>Gets a value indicating whether expired memories are listed too.</summary>
    /// <value>Default false.</value>
    public bool IncludeExpired { get; init; }

    /// <summary>Gets how many memories are read at once beneath the stream.</summary>
    /// <value>1 to <see cref="MemoryLimits.BatchSize"/>. Default 200.</value>
    public int PageSize { get; init; } = 200;
}
