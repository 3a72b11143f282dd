using System.Numerics.Tensors;

namespace Mem0Sharp;

/// <summary>Chooses results that are relevant and do not say the same: maximal marginal relevance.</summary>
/// <remarks>
/// Greedy: each place goes to the result with the greatest (1 − diversity) · relevance − diversity · similarity, where similarity is the
/// greatest cosine to any that is chosen already, and 0 where it would be negative. Equal ones come in the order given, so equal input
/// gives equal output. Source: Carbonell and Goldstein 1998, doi:10.1145/290941.291025.
/// </remarks>
internal static class Diversity
{
    /// <summary>Chooses among results. Each is compared with each that is chosen once: time grows with their product.</summary>
    /// <param name="hits">The results.</param>
    /// <param name="top">Most to choose.</param>
    /// <param name="diversity">From 0, which takes the first of them in the order given, to 1, which looks at similarity alone.</param>
    /// <param name="of">
    /// Gives a result's relevance, [0, 1], and its vector of length one. Without one, with one of another length or with a damaged one, it
    /// counts as unlike everything. Called once for each result, and not for a diversity of 0.
    /// </param>
    /// <returns>The chosen, in the order in which they were.</returns>
    public static IReadOnlyList<T> Select<T>(
        IReadOnlyList<T> hits, int top, double diversity, Func<T, (double Relevance, ReadOnlyMemory<float>? Vector)> of)
    {
        int count = Math.Min(top, hits.Count);
        if (diversity == 0)
        {
            return [.. hits.Take(count)];
        }

        double[] relevances = new double[hits.Count];
        ReadOnlyMemory<float>[] vectors = new ReadOnlyMemory<float>[hits.Count];
        for (int i = 0; i < hits.Count; i++)
        {
            (relevances[i], ReadOnlyMemory<float>? vector) = of(hits[i]);
            vectors[i] = vector is { } known && UnitVector.IsUnit(known.Span) ? known : default;
        }

        double[] similarities = new double[hits.Count];
        bool[] isChosen = new bool[hits.Count];
        T[] chosen = new T[count];
        ReadOnlySpan<float> last = default;
        for (int place = 0; place < count; place++)
        {
            int best = -1;
            double bestWorth = double.NegativeInfinity;
            for (int i = 0; i < hits.Count; i++)
            {
                if (isChosen[i])
                {
                    continue;
                }

                similarities[i] = Math.Max(similarities[i], Cosine(last, vectors[i].Span));
                double worth = ((1 - diversity) * relevances[i]) - (diversity * similarities[i]);
                if (worth > bestWorth)
                {
                    (best, bestWorth) = (i, worth);
                }
            }

            chosen[place] = hits[best];
            isChosen[best] = true;
            last = vectors[best].Span;
        }

        return chosen;
    }

    // Rounding can carry the product just beyond ±1, where no cosine is.
    private static double Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second) =>
        first.Length == second.Length && !first.IsEmpty ? Math.Clamp(TensorPrimitives.Dot(first, second), -1f, 1f) : 0;
}
