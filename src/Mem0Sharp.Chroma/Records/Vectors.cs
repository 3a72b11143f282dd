using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Chroma;

/// <summary>Checks vectors, brings them to length one, and compares them.</summary>
internal static class Vectors
{
    /// <exception cref="EmbeddingDimensionException">It has another length.</exception>
    /// <exception cref="MemoryValidationException">It points nowhere, or has a component that is not finite.</exception>
    public static void Check(ReadOnlySpan<float> vector, int dimensions, string parameter)
    {
        if (vector.Length != dimensions)
        {
            throw new EmbeddingDimensionException(dimensions, vector.Length);
        }

        double squares = Squares(vector);
        if (!double.IsFinite(squares) || squares == 0)
        {
            throw new MemoryValidationException(
                parameter,
                squares == 0 ? "The vector has zero length: it points nowhere." : "The vector has a component that is not finite.",
                "Give the embedding of a text, as the generator returned it.");
        }
    }

    /// <summary>Gets the vector of length one in the same direction.</summary>
    public static float[] Unit(ReadOnlySpan<float> vector)
    {
        double length = Math.Sqrt(Squares(vector));
        float[] unit = new float[vector.Length];
        for (int i = 0; i < unit.Length; i++)
        {
            unit[i] = (float)(vector[i] / length);
        }

        return unit;
    }

    /// <summary>Gets the cosine of two vectors of the same length, in double precision: [-1, 1].</summary>
    public static double Cosine(ReadOnlySpan<double> left, ReadOnlySpan<float> right)
    {
        double[] wide = Widen(right);
        return Math.Clamp(TensorPrimitives.CosineSimilarity<double>(left, wide), -1, 1);
    }

    public static double[] Widen(ReadOnlySpan<float> vector)
    {
        double[] wide = new double[vector.Length];
        TensorPrimitives.ConvertTruncating(vector, wide);
        return wide;
    }

    /// <summary>
    /// Gets the vector of a record that has none, which Chroma does not take: a direction drawn by the id. Were it one and the same for all, the
    /// index would have to walk through a crowd at one point.
    /// </summary>
    public static float[] Placeholder(string id, int dimensions)
    {
        Random random = new(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(id))));
        float[] vector = new float[dimensions];
        do
        {
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] = (random.NextSingle() * 2) - 1;
            }
        }
        while (Squares(vector) < 1e-6);
        return Unit(vector);
    }

    // Double, so that no component overflows when it is squared.
    private static double Squares(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float component in vector)
        {
            sum += (double)component * component;
        }

        return sum;
    }
}
