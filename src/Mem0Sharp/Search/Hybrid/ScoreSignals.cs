namespace Mem0Sharp;

/// <summary>What is measured of a memory for a question. What is null does not count, but for the cosine.</summary>
/// <param name="Cosine">The cosine of both, [-1, 1], or null without an embedding: then it counts as 0.</param>
/// <param name="Keyword">The keyword score, [0, 1).</param>
/// <param name="Period">How near the memory is to the time that the question names, [0, 1]; null where it names none.</param>
/// <param name="Entities">The share of what the question names that the memory names too, [0, 1]; null where it names nothing.</param>
/// <param name="Answer">1 where the memory names a thing of the kind that is asked for, else 0; null where no kind is asked for.</param>
/// <param name="Recency">How new the memory is, [0, 1]; null where that does not count.</param>
/// <param name="Salience">How much it still matters, [0, 1]; null where that does not count.</param>
internal readonly record struct ScoreSignals(
    double? Cosine,
    double Keyword,
    double? Period = null,
    double? Entities = null,
    double? Answer = null,
    double? Recency = null,
    double? Salience = null);
