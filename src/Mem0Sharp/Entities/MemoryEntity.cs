namespace Mem0Sharp;

/// <summary>A thing that a memory names.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Text">What it is called, 1 to <see cref="MemoryLimits.EntityLength"/> characters, compared ordinally.</param>
/// <remarks>Immutable. Memories that name the same are related: <see cref="Memory.GetRelatedAsync"/> walks from one to the other.</remarks>
public readonly record struct MemoryEntity(MemoryEntityKind Kind, string Text)
{
    /// <summary>Returns the kind, never the text: it is private.</summary>
    /// <returns>For instance "MemoryEntity Name".</returns>
    public override string ToString() => $"{nameof(MemoryEntity)} {Kind}";
}
