namespace Mem0Sharp;

/// <summary>Whether an add or a batch of updates may be kept and done later.</summary>
/// <remarks>What is kept stands in the memory file, and is done in the order of each user's calls, each once.</remarks>
public enum MemoryQueueMode
{
    /// <summary>It is done now, or fails with its exception.</summary>
    Never,

    /// <summary>
    /// It is done now. Where a model or the embedder cannot be reached, or calls of the same user are waiting, it is kept and done when
    /// the service is back.
    /// </summary>
    WhenUnavailable,

    /// <summary>It is kept at once, at the cost of a write, and done in the background.</summary>
    Always,
}
