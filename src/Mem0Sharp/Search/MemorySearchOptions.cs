namespace Mem0Sharp;

/// <summary>Settings of one search.</summary>
public sealed class MemorySearchOptions
{
    /// <summary>Gets the most results.</summary>
    /// <value>1 to <see cref="MemoryLimits.Top"/>. Default 10.</value>
    public int Top { get; init; } = 10;

    /// <summary>Gets the least score a result may have.</summary>
    /// <value>Cosine similarity, -1 to 1; what is a good limit depends on the embedding model. Default null: none.</value>
    public double? Threshold { get; init; }

    /// <summary>Gets a value indicating whether expired memories are found too.</summary>
    /// <value>Default false.</value>
    public bool IncludeExpired { get; init; }
}
