namespace Mem0Sharp;

/// <summary>What a batch did to one memory.</summary>
/// <param name="Id">The memory's id, as given.</param>
/// <param name="Error">Why it was not deleted, or null when it was.</param>
/// <remarks>Immutable.</remarks>
public sealed record BatchDeleteItem(string Id, MemoryException? Error)
{
    /// <summary>Gets a value indicating whether it was deleted.</summary>
    public bool IsDeleted => Error is null;
}
