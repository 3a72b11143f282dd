namespace Mem0Sharp;

/// <summary>Settings of one export.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryExportOptions
{
    /// <summary>
    /// Gets the scope whose memories are exported: all that is or ever was found in it, deleted ones too, each with all its versions, and
    /// what was rejected there. Default null: everything.
    /// </summary>
    public MemoryScope? Scope { get; init; }
}
