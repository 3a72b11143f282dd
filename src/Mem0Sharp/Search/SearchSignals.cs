namespace Mem0Sharp;

/// <summary>What a search went by.</summary>
[Flags]
public enum SearchSignals
{
    /// <summary>Nothing: there was no memory to search.</summary>
    None = 0,

    /// <summary>The similarity of embeddings.</summary>
    Vector = 1,

    /// <summary>The words: by <see cref="MemorySearchMode"/>, or where there is no embedding yet (<see cref="MemoryOptions.EmbedsLater"/>).</summary>
    Keyword = 2,
}
