namespace Mem0Sharp;

/// <summary>What a history says of itself when it is opened.</summary>
/// <param name="Position">Its end.</param>
/// <param name="Space">The embedding model and dimension that filled it, or null while it holds no embedding.</param>
/// <remarks>Immutable.</remarks>
public sealed record HistoryState(HistoryPosition Position, EmbeddingSpace? Space);
