namespace Mem0Sharp;

/// <summary>What was erased in one transaction.</summary>
/// <param name="Memories">The memories, each with the version that stands for its end. Empty when there was nothing.</param>
/// <param name="Before">The history's position before.</param>
/// <param name="After">Its position afterwards; equal to <paramref name="Before"/> when no memory was erased.</param>
/// <remarks>Immutable.</remarks>
public sealed record HistoryErasure(IReadOnlyList<ErasedMemory> Memories, HistoryPosition Before, HistoryPosition After);
