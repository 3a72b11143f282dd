namespace Mem0Sharp;

/// <summary>A memory of this id was erased: nothing can be stored under the id again, from a copy or an export for instance. Nothing was written.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryErasedException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="memoryId">The id.</param>
    public MemoryErasedException(string memoryId)
        : base(
            MemoryErrorCodes.Erased,
            "The memory of this id was erased; the id cannot be used again.",
            "Leave it out. If its content is to be known again, add it as a new memory.")
    {
        MemoryId = memoryId;
        Details = Facts(("memory_id", memoryId));
    }

    /// <summary>Gets the id.</summary>
    public string MemoryId { get; }
}
