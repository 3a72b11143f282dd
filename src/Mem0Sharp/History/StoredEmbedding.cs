namespace Mem0Sharp;

/// <summary>An embedding on its way into the history, with the space it is of.</summary>
/// <param name="Space">The model that made it and its dimension.</param>
/// <param name="Vector">Shape [<see cref="EmbeddingSpace.Dimensions"/>], float32, unit length; empty when it could not be made yet.</param>
/// <remarks>Immutable as long as nobody writes to the memory behind it.</remarks>
public readonly record struct StoredEmbedding(EmbeddingSpace Space, ReadOnlyMemory<float> Vector)
{
    /// <summary>Refuses embeddings of another space.</summary>
    /// <param name="space">The space; null where any will do.</param>
    /// <param name="embeddings">The embeddings, by text.</param>
    /// <exception cref="EmbeddingSpaceException">One is of another space.</exception>
    public static void EnsureOf(EmbeddingSpace? space, IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        foreach ((_, StoredEmbedding embedding) in embeddings)
        {
            if (space is not null && embedding.Space != space)
            {
                throw new EmbeddingSpaceException(space, embedding.Space);
            }
        }
    }
}
