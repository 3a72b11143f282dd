namespace Mem0Sharp;

/// <summary>What was looked at, and how it is.</summary>
/// <param name="Name">What: for instance "history", "vector_store" or "embedder". Stable.</param>
/// <param name="Status">How it is.</param>
/// <param name="Description">What was found, in words without memory text or user ids.</param>
/// <param name="Error">The error, or null when there was none.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryHealthCheck(string Name, MemoryHealthStatus Status, string Description, Exception? Error = null)
{
    /// <summary>Returns name, status and description.</summary>
    /// <returns>For instance "vector_store: Healthy. It holds 12 memories, and was 0 changes behind."</returns>
    public override string ToString() => $"{Name}: {Status}. {Description}";
}
