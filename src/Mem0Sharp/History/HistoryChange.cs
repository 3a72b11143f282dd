namespace Mem0Sharp;

/// <summary>A memory's newest version with its embedding, as the projection needs it.</summary>
/// <param name="Head">The newest version.</param>
/// <param name="Vector">The embedding of its text, unit length; empty when the memory is deleted, or its embedding is to be made yet.</param>
/// <remarks>Immutable.</remarks>
public sealed record HistoryChange(MemoryHead Head, ReadOnlyMemory<float> Vector)
{
    /// <summary>Returns what the head says of itself.</summary>
    /// <returns>For instance "HistoryChange MemoryItem 0199… v2".</returns>
    public override string ToString() => $"HistoryChange {Head.Item}";
}
