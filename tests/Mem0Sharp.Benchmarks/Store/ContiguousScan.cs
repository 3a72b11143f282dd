using System.Numerics.Tensors;

namespace Mem0Sharp.Benchmarks;

/// <summary>The least that an exact search can be: one array of vectors, a dot product each, a heap of the best.</summary>
internal sealed class ContiguousScan(float[] vectors, int dimensions)
{
    public (int Row, float Score)[] Search(ReadOnlySpan<float> query, int top)
    {
        BestRows best = new(top);
        int rows = vectors.Length / dimensions;
        for (int row = 0; row < rows; row++)
        {
            best.Offer(row, TensorPrimitives.Dot(query, vectors.AsSpan(row * dimensions, dimensions)));
        }

        return best.Take();
    }
}
