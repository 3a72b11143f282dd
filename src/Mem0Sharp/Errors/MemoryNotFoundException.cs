namespace Mem0Sharp;

/// <summary>No memory has the given id. Nothing was embedded or written.</summary>
/// <param name="memoryId">The id that was asked for.</param>
/// <remarks>Immutable.</remarks>
public sealed class MemoryNotFoundException(string memoryId) : MemoryException(
    MemoryErrorCodes.NotFound,
    "No memory has the given id.",
    "Take ids from AddAsync, SearchAsync or GetAllAsync. A deleted memory has no current version; its history remains.")
{
    /// <summary>Gets the id that was asked for, as given.</summary>
    public string MemoryId { get; } = memoryId;
}
