namespace Mem0Sharp;

/// <summary>Adds weighted features into buckets: the hashing trick with signs, so that collisions cancel on average.</summary>
/// <remarks>
/// Sums are double and added one by one: SIMD would add in an order that depends on the processor,
/// and a stored vector has to match one made on another.
/// Source: Weinberger et al. 2009, Feature Hashing for Large Scale Multitask Learning, arXiv:0902.2206.
/// </remarks>
/// <param name="buckets">One sum per dimension, zero at first. A power of two.</param>
internal readonly ref struct FeatureSums(Span<double> buckets)
{
    private readonly Span<double> _buckets = buckets;

    /// <summary>Adds <paramref name="weight"/> to the bucket of <paramref name="hash"/>, or takes it away.</summary>
    public void Add(ulong hash, double weight)
    {
        // Folded, as the authors of FNV advise for short results: the last byte hardly reaches the top bits.
        uint folded = (uint)(hash ^ (hash >> 32));
        int bucket = (int)(folded & (uint)(_buckets.Length - 1));
        bool negative = (folded >> 31) != 0;
        _buckets[bucket] += negative ? -weight : weight;
    }

    /// <summary>Writes the sums, scaled to length 1, to <paramref name="destination"/>.</summary>
    /// <returns><see langword="false"/>, and nothing is written, when every sum is zero.</returns>
    public bool TryWriteUnit(Span<float> destination)
    {
        double squares = 0;
        foreach (double sum in _buckets)
        {
            squares += sum * sum;
        }

        if (squares == 0)
        {
            return false;
        }

        double scale = 1 / Math.Sqrt(squares);
        for (int i = 0; i < _buckets.Length; i++)
        {
            destination[i] = (float)(_buckets[i] * scale);
        }

        return true;
    }
}
