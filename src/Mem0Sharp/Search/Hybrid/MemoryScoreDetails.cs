namespace Mem0Sharp;

/// <summary>How the score of a hybrid search came about: each signal as it was measured, and what it brought.</summary>
/// <remarks>Immutable. The three contributions add up to the score, but for rounding.</remarks>
public sealed record MemoryScoreDetails
{
    /// <summary>Gets the cosine of question and memory, [-1, 1]; null where one of them has no embedding yet.</summary>
    public double? Cosine { get; init; }

    /// <summary>Gets the keyword score, [0, 1).</summary>
    public double Keyword { get; init; }

    /// <summary>Gets how near the memory is to the time that the question names, [0, 1]; null where it names none.</summary>
    public double? Period { get; init; }

    /// <summary>Gets what the cosine brought.</summary>
    public double FromCosine { get; init; }

    /// <summary>Gets what the words brought.</summary>
    public double FromKeyword { get; init; }

    /// <summary>Gets what the time brought.</summary>
    public double FromPeriod { get; init; }
}
