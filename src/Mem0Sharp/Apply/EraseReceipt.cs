namespace Mem0Sharp;

/// <summary>What was erased: to be kept, or handed to whoever asked for it. It holds no content, and nobody's name.</summary>
/// <param name="MemoryIds">The ids of the memories that are gone.</param>
/// <param name="ErasedAt">When, in UTC.</param>
/// <remarks>Immutable.</remarks>
public sealed record EraseReceipt(IReadOnlyList<string> MemoryIds, DateTimeOffset ErasedAt)
{
    /// <summary>
    /// Gets the SHA-256, in lower-case hexadecimal, over everything that the store ever erased up to these memories, in order; empty when
    /// nothing was erased. Whoever holds the receipt holds the store to it: see <see cref="Memory.VerifyAsync"/>.
    /// </summary>
    public string Hash { get; init; } = string.Empty;

    /// <summary>Returns the number of memories.</summary>
    /// <returns>For instance "EraseReceipt (3 memories)".</returns>
    public override string ToString() => $"EraseReceipt ({MemoryIds.Count} memories)";
}
