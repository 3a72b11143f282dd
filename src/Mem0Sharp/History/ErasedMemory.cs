namespace Mem0Sharp;

/// <summary>A memory that is gone with its history.</summary>
/// <param name="MemoryId">Its id, which is never used again.</param>
/// <param name="Version">A version later than all that it had: what a vector store is told to delete up to.</param>
/// <param name="ErasedAt">When it was erased, in UTC.</param>
/// <remarks>Immutable.</remarks>
public sealed record ErasedMemory(string MemoryId, int Version, DateTimeOffset ErasedAt);
