namespace Mem0Sharp;

/// <summary>Settings of one search.</summary>
public sealed class MemorySearchOptions
{
    /// <summary>Gets the most results.</summary>
    /// <value>1 to <see cref="MemoryLimits.Top"/>. Default 10.</value>
    public int Top { get; init; } = 10;

    /// <summary>Gets what the search goes by.</summary>
    /// <value>Default <see cref="MemorySearchMode.Vector"/>. A look back (<see cref="AsOf"/>) goes by vectors, whatever is set here.</value>
    public MemorySearchMode Mode { get; init; } = MemorySearchMode.Vector;

    /// <summary>Gets a value indicating whether the results of a hybrid search say how their scores came about.</summary>
    /// <value>Default false.</value>
    public bool Explain { get; init; }

    /// <summary>Gets the least score a result may have.</summary>
    /// <value>On the scale of <see cref="Mode"/>; of cosines, -1 to 1, a good limit depends on the embedding model. Default null: none.</value>
    public double? Threshold { get; init; }

    /// <summary>Gets the lowest tier of trust a result may have.</summary>
    /// <value>Default null: any. What is below it takes no place among the results.</value>
    public MemoryTrust? MinTrust { get; init; }

    /// <summary>Gets what a result must match, besides being of the scope.</summary>
    /// <value>
    /// Default null: anything. What does not match takes no place among the results: a filter that leaves three memories finds those three. Of a
    /// look back, the version that counts is looked at.
    /// </value>
    public MemoryFilter? Filter { get; init; }

    /// <summary>Gets a value indicating whether expired memories are found too.</summary>
    /// <value>Default false. With <see cref="MemoryAsOf.KnownAt"/>, those count that had expired then.</value>
    public bool IncludeExpired { get; init; }

    /// <summary>Gets the moment to look back to.</summary>
    /// <value>Default null: the memories as they are. A look back compares every memory of the scope, whatever the vector store.</value>
    public MemoryAsOf? AsOf { get; init; }

    /// <summary>
    /// Gets a value indicating whether of memories that nearly tie for the question and say the same but for a value, the newest comes
    /// first: "the office is in Oslo" before "the office is in Bergen", when Oslo was told later.
    /// </summary>
    /// <value>
    /// Default true. No model is asked, and no memory is left out for it: such memories change places among each other, so scores may
    /// then not descend. Two nearly tie when the lower score is at least 3/4 of the higher; they say the same but for a value when
    /// they have the same of the question's words and at least 3/5 of the longer one's words in common. Looked for among the first 50,
    /// in texts of up to 1,000 characters. The newest is the one whose text was set last, whatever the clock said: a change of metadata
    /// makes nothing newer.
    /// </value>
    public bool NewestAmongNearTies { get; init; } = true;
}
