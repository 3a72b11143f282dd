namespace Mem0Sharp;

/// <summary>How far <see cref="Memory.ReembedAsync"/> has come.</summary>
/// <param name="Done">How many texts have their new embedding, those of an attempt before this one too.</param>
/// <param name="Total">How many texts there are by now: of every version of every memory, each text once.</param>
/// <remarks>Immutable.</remarks>
public readonly record struct ReembedProgress(long Done, long Total);
