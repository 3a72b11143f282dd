using System.Numerics;
using System.Numerics.Tensors;

namespace Mem0Sharp.Benchmarks;

/// <summary>A plain scan of some rows: one array of all vectors, a bit for each row, a dot product where the bit is set, a heap of the best.</summary>
internal sealed class BitmapScan(float[] vectors, int dimensions, ulong[] bits)
{
    private const int WordBits = 64;

    /// <summary>Looks at the bit of each row, one after the other.</summary>
    public (int Row, float Score)[] Search(ReadOnlySpan<float> query, int top)
    {
        BestRows best = new(top);
        int rows = vectors.Length / dimensions;
        for (int row = 0; row < rows; row++)
        {
            if ((bits[row / WordBits] & (1UL << row)) != 0)
            {
                best.Offer(row, TensorPrimitives.Dot(query, vectors.AsSpan(row * dimensions, dimensions)));
            }
        }

        return best.Take();
    }

    /// <summary>Goes from one bit that is set to the next, 64 at a time.</summary>
    public (int Row, float Score)[] SearchByWords(ReadOnlySpan<float> query, int top)
    {
        BestRows best = new(top);
        for (int word = 0; word < bits.Length; word++)
        {
            for (ulong left = bits[word]; left != 0; left &= left - 1)
            {
                int row = (word * WordBits) + BitOperations.TrailingZeroCount(left);
                best.Offer(row, TensorPrimitives.Dot(query, vectors.AsSpan(row * dimensions, dimensions)));
            }
        }

        return best.Take();
    }
}
