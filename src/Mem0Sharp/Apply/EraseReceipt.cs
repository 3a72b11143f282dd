namespace Mem0Sharp;

/// <summary>What was erased. It holds no content.</summary>
/// <param name="MemoryIds">The ids of the memories that are gone.</param>
/// <param name="ErasedAt">When, in UTC.</param>
/// <remarks>Immutable.</remarks>
public sealed record EraseReceipt(IReadOnlyList<string> MemoryIds, DateTimeOffset ErasedAt)
{
    /// <summary>Returns the number of memories.</summary>
    /// <returns>For instance "EraseReceipt (3 memories)".</returns>
    public override string ToString() => $"EraseReceipt ({MemoryIds.Count} memories)";
}
