namespace Mem0Sharp;

/// <summary>How far a history is on its way to another embedding model.</summary>
/// <param name="Space">The space that it is moved to, or null when nothing is staged.</param>
/// <param name="Count">How many of its texts have a vector of that space: 0 to <paramref name="TextCount"/>.</param>
/// <param name="TextCount">How many texts it has, each counted once.</param>
/// <remarks>Immutable.</remarks>
public sealed record StagedEmbeddings(EmbeddingSpace? Space, long Count, long TextCount);
