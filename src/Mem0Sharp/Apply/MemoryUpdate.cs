namespace Mem0Sharp;

/// <summary>One update of a batch.</summary>
/// <param name="Id">The memory's id.</param>
/// <param name="Patch">The change.</param>
/// <remarks>Immutable. <see cref="ToString"/> does not show text.</remarks>
public sealed record MemoryUpdate(string Id, MemoryPatch Patch)
{
    /// <summary>Makes the update that sets a memory's text and nothing else.</summary>
    /// <param name="id">The memory's id.</param>
    /// <param name="text">The new text.</param>
    public MemoryUpdate(string id, string text)
        : this(id, MemoryPatch.ForText(text))
    {
    }

    /// <summary>Gets the version the memory must have, or null to change whichever it has. 1 or more.</summary>
    public int? ExpectedVersion { get; init; }

    /// <summary>Gets what happens when the memory has another version than expected. Default <see cref="ConflictPolicy.Fail"/>.</summary>
    public ConflictPolicy OnConflict { get; init; }

    /// <summary>Returns the id.</summary>
    /// <returns>For instance "MemoryUpdate 0199…".</returns>
    public override string ToString() => $"MemoryUpdate {Id}";
}
