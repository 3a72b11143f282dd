namespace Mem0Sharp;

/// <summary>The newest version of a memory, and where in the history it stands.</summary>
/// <param name="Item">The memory. After a delete: its last content, at the version the delete made.</param>
/// <param name="Sequence">The sequence of the change that made this version.</param>
/// <param name="FirstSequence">The sequence of the change that added the memory: listings are ordered by it.</param>
/// <param name="IsDeleted">Whether that change was a delete.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryHead(MemoryItem Item, long Sequence, long FirstSequence, bool IsDeleted);
