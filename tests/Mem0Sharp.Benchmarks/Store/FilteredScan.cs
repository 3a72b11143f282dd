using System.Numerics.Tensors;

namespace Mem0Sharp.Benchmarks;

/// <summary>Plain scans with a condition: one array of all vectors, a dictionary for each row, a heap of the best.</summary>
internal sealed class FilteredScan(float[] vectors, int dimensions, Dictionary<string, object>[] metadata)
{
    /// <summary>Works out the score of each row, and looks at the condition of those that would be among the best.</summary>
    public (int Row, float Score)[] ScoreThenFilter(ReadOnlySpan<float> query, int top, Func<Dictionary<string, object>, bool> matches)
    {
        BestRows best = new(top);
        for (int row = 0; row < metadata.Length; row++)
        {
            float score = Score(query, row);
            if (best.Accepts(score) && matches(metadata[row]))
            {
                best.Offer(row, score);
            }
        }

        return best.Take();
    }

    /// <summary>Looks at the condition of each row, and works out the scores of those that meet it.</summary>
    public (int Row, float Score)[] FilterThenScore(ReadOnlySpan<float> query, int top, Func<Dictionary<string, object>, bool> matches)
    {
        BestRows best = new(top);
        for (int row = 0; row < metadata.Length; row++)
        {
            if (matches(metadata[row]))
            {
                best.Offer(row, Score(query, row));
            }
        }

        return best.Take();
    }

    private float Score(ReadOnlySpan<float> query, int row) => TensorPrimitives.Dot(query, vectors.AsSpan(row * dimensions, dimensions));
}
