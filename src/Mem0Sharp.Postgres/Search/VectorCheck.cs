using System.Numerics.Tensors;

namespace Mem0Sharp.Postgres;

/// <summary>Refuses vectors that cannot be compared, before anything is sent.</summary>
internal static class VectorCheck
{
    /// <exception cref="EmbeddingDimensionException">One that is there has another length.</exception>
    /// <exception cref="MemoryValidationException">One that is there has the norm zero or a component that is not finite.</exception>
    public static void Changes(IReadOnlyList<VectorChange> changes, EmbeddingSpace space)
    {
        foreach (VectorChange change in changes)
        {
            if (change is VectorChange.Upsert { Vector: { IsEmpty: false } vector })
            {
                Vector(vector, space.Dimensions);
            }
        }
    }

    /// <exception cref="EmbeddingDimensionException">It has another length.</exception>
    /// <exception cref="MemoryValidationException">It has the norm zero or a component that is not finite.</exception>
    public static void Vector(ReadOnlyMemory<float> vector, int dimensions)
    {
        if (vector.Length != dimensions)
        {
            throw new EmbeddingDimensionException(dimensions, vector.Length);
        }

        float largest = TensorPrimitives.MaxMagnitude(vector.Span);
        if (largest == 0 || !float.IsFinite(largest))
        {
            throw new MemoryValidationException(
                "vector", "The vector has the norm zero or a component that is not finite.", "Give an embedding as its model made it.");
        }
    }
}
