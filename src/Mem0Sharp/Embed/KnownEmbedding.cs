using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>A text and the vector that the store's model makes of it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Vector">Its vector, of unit length.</param>
internal sealed record KnownEmbedding(string Text, ReadOnlyMemory<float> Vector)
{
    /// <summary>Tells whether an embedding is all but the same: of the same length, and its cosine at least that.</summary>
    public bool IsNear(Embedding<float>? embedding, float cosine) =>
        embedding is not null
        && embedding.Vector.Length == Vector.Length
        && TensorPrimitives.CosineSimilarity(embedding.Vector.Span, Vector.Span) >= cosine;

    /// <summary>Returns the dimension, never the text.</summary>
    public override string ToString() => $"KnownEmbedding ({Vector.Length})";
}
