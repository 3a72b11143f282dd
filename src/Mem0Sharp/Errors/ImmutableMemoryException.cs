namespace Mem0Sharp;

/// <summary>The memory was added as immutable, or marked so by a patch: it cannot be updated. Nothing was written.</summary>
/// <remarks>Immutable.</remarks>
public sealed class ImmutableMemoryException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="memoryId">The memory's id.</param>
    public ImmutableMemoryException(string memoryId)
        : base(
            MemoryErrorCodes.Immutable,
            "The memory is immutable and cannot be updated.",
            "Delete it and add the new text as a memory of its own.")
    {
        MemoryId = memoryId;
        Details = Facts(("memory_id", memoryId));
    }

    /// <summary>Gets the memory's id.</summary>
    public string MemoryId { get; }
}
