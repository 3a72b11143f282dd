namespace Mem0Sharp;

/// <summary>Settings of one listing or count.</summary>
public sealed class MemoryListOptions
{
    /// <summary>Gets a value indicating whether expired memories are listed too.</summary>
    /// <value>Default false. With <see cref="MemoryAsOf.KnownAt"/>, those count that had expired then.</value>
    public bool IncludeExpired { get; init; }

    /// <summary>Gets the moment to look back to.</summary>
    /// <value>Default null: the memories as they are. A look back reads every version of the scope's memories.</value>
    public MemoryAsOf? AsOf { get; init; }

    /// <summary>Gets what a memory must match, besides being of the scope.</summary>
    /// <value>Default null: anything. Of a look back, the version that counts is looked at.</value>
    public MemoryFilter? Filter { get; init; }

    /// <summary>Gets how many memories are read at once beneath the stream.</summary>
    /// <value>1 to <see cref="MemoryLimits.BatchSize"/>. Default 200.</value>
    public int PageSize { get; init; } = 200;
}
