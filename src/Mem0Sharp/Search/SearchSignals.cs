namespace Mem0Sharp;

/// <summary>What a search went by.</summary>
[Flags]
public enum SearchSignals
{
    /// <summary>Nothing: there was no memory to search.</summary>
    None = 0,

    /// <summary>The similarity of embeddings.</summary>
    Vector = 1,

    /// <summary>
    /// The words: unless a search goes by vectors alone (<see cref="MemorySearchOptions.Mode"/>), and then too where there is no embedding yet
    /// (<see cref="MemoryOptions.EmbedsLater"/>). Without <see cref="Vector"/> they are all it went by, and the time that the question names.
    /// </summary>
    Keyword = 2,
}
