using System.Numerics.Tensors;

namespace Mem0Sharp.Benchmarks;

/// <summary>The least that an exact search can be: one array of vectors, a dot product each, a heap of the best.</summary>
internal sealed class ContiguousScan(float[] vectors, int dimensions)
{
    public (int Row, float Score)[] Search(ReadOnlySpan<float> query, int top)
    {
        PriorityQueue<int, float> best = new(top);
        int rows = vectors.Length / dimensions;
        for (int row = 0; row < rows; row++)
        {
            float score = TensorPrimitives.Dot(query, vectors.AsSpan(row * dimensions, dimensions));
            if (best.Count < top)
            {
                best.Enqueue(row, score);
            }
            else
            {
                best.EnqueueDequeue(row, score);
            }
        }

        (int, float)[] found = new (int, float)[best.Count];
        for (int i = found.Length - 1; best.TryDequeue(out int row, out float score); i--)
        {
            found[i] = (row, score);
        }

        return found;
    }
}
