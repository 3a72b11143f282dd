namespace Mem0Sharp;

/// <summary>The lengths of the vectors that changes bring.</summary>
internal static class ChangeLengths
{
    /// <summary>Measures the vectors of changes, or says which cannot be stored.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="dimensions">How long vectors have to be.</param>
    /// <param name="lengths">Is given the length of each one's vector.</param>
    public static void Measure(IReadOnlyList<VectorChange> changes, int dimensions, double[] lengths)
    {
        Span<int> four = stackalloc int[4];
        int count = 0;
        for (int i = 0; i < changes.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(changes[i], nameof(changes));
            if (changes[i] is not VectorChange.Upsert { Vector.IsEmpty: false } upsert)
            {
                continue;
            }

            CheckDimension(upsert.Vector.Length, dimensions);
            four[count++] = i;
            if (count == four.Length)
            {
                (double a, double b, double c, double d) = UnitVector.Squares(
                    VectorOf(changes[four[0]]), VectorOf(changes[four[1]]), VectorOf(changes[four[2]]), VectorOf(changes[four[3]]));
                lengths[four[0]] = UnitVector.LengthOf(a, nameof(changes));
                lengths[four[1]] = UnitVector.LengthOf(b, nameof(changes));
                lengths[four[2]] = UnitVector.LengthOf(c, nameof(changes));
                lengths[four[3]] = UnitVector.LengthOf(d, nameof(changes));
                count = 0;
            }
        }

        foreach (int left in four[..count])
        {
            lengths[left] = UnitVector.Length(VectorOf(changes[left]), nameof(changes));
        }
    }

    /// <summary>Looks whether all vectors are as long as they have to be.</summary>
    public static void Check(IReadOnlyList<VectorChange> changes, int dimensions)
    {
        for (int i = 0; i < changes.Count; i++)
        {
            if (changes[i] is VectorChange.Upsert { Vector.IsEmpty: false } upsert)
            {
                CheckDimension(upsert.Vector.Length, dimensions);
            }
        }
    }

    /// <exception cref="EmbeddingDimensionException">A vector has another length than the store's.</exception>
    public static void CheckDimension(int actual, int expected)
    {
        if (actual != expected)
        {
            throw new EmbeddingDimensionException(expected, actual);
        }
    }

    private static ReadOnlySpan<float> VectorOf(VectorChange change) => ((VectorChange.Upsert)change).Vector.Span;
}
