namespace Mem0Sharp;

/// <summary>What is measured of a memory for a question. What is null does not count, but for the cosine.</summary>
/// <param name="Cosine">The cosine of both, [-1, 1], or null without an embedding: then it counts as 0.</param>
/// <param name="Keyword">The keyword score, [0, 1).</param>
/// <param name="Period">How near the memory is to the time that the question names, [0, 1]; null where it names none.</param>
/// <param name="Entities">The share of what the question names that the memory names too, [0, 1]; null where it names nothing.</param>
/// <param name="Answer">1 where the memory names a thing of the kind that is asked for, else 0; null where no kind is asked for.</param>
/// <param name="Recency">How new the memory is, [0, 1]; null where that does not count.</param>
/// <param name="Salience">How much it still matters, [0, 1]; null where that does not count.</param>
/// <param name="UnrelatedCosine">The cosine up to which two texts have nothing to do with each other, [0, 1).</param>
internal readonly record struct ScoreSignals(
    double? Cosine,
    double Keyword,
    double? Period = null,
    double? Entities = null,
    double? Answer = null,
    double? Recency = null,
    double? Salience = null,
    double UnrelatedCosine = 0)
{
    /// <summary>Gets how far the cosine is above that of unrelated texts, [0, 1]: what is not above it tells no more than 0, nor does what is below 0.</summary>
    public double Nearness => Math.Max(0, ((Cosine ?? 0) - UnrelatedCosine) / (1 - UnrelatedCosine));
}
