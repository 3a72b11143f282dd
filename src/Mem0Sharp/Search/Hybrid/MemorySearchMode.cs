namespace Mem0Sharp;

/// <summary>What a search goes by.</summary>
public enum MemorySearchMode
{
    /// <summary>
    /// Words and embeddings, and the time that a question names: memories that either finds, each with all of its signals. A score is from 0 to 1.
    /// The default.
    /// </summary>
    Hybrid = 0,

    /// <summary>The similarity of embeddings alone. A score is a cosine, -1 to 1.</summary>
    Vector = 1,

    /// <summary>The words alone: nothing is embedded. A score is from 0 to below 1, and a memory that shares no word is not found.</summary>
    Keyword = 2,
}
