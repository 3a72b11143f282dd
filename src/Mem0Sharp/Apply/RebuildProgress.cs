namespace Mem0Sharp;

/// <summary>How far <see cref="Memory.RebuildAsync"/> has come.</summary>
/// <param name="Reached">The sequence of the history up to which the vector store has everything.</param>
/// <param name="Last">The last sequence, as it was when the work began or, where others went on writing, as it is.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct RebuildProgress(long Reached, long Last);
