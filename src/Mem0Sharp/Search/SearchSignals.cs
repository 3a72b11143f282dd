namespace Mem0Sharp;

/// <summary>What a search went by.</summary>
[Flags]
public enum SearchSignals
{
    /// <summary>Nothing: there was no memory to search.</summary>
    None = 0,

    /// <summary>The similarity of embeddings.</summary>
    Vector = 1,
}
