namespace Mem0Sharp;

/// <summary>No memory has the given id. Nothing was embedded or written.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryNotFoundException : MemoryException
{
    /// <summary>Initializes the error.</summary>
    /// <param name="memoryId">The id that was asked for.</param>
    public MemoryNotFoundException(string memoryId)
        : base(
            MemoryErrorCodes.NotFound,
            "No memory has the given id.",
            "Take ids from AddAsync, SearchAsync or GetAllAsync. A deleted memory has no current version; its history remains.")
    {
        MemoryId = memoryId;
        Details = Facts(("memory_id", memoryId));
    }

    /// <summary>Gets the id that was asked for, as given.</summary>
    public string MemoryId { get; }
}
