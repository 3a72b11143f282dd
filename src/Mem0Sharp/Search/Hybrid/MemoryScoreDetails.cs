namespace Mem0Sharp;

/// <summary>How the score of a hybrid search came about: each signal as it was measured, and what it brought.</summary>
/// <remarks>Immutable. The contributions add up to the score, but for rounding.</remarks>
public sealed record MemoryScoreDetails
{
    /// <summary>
    /// Gets the cosine of question and memory as it is, [-1, 1]; null where one of them has no embedding yet. What it brings is of how far it is above that of
    /// unrelated texts (<see cref="MemoryOptions.UnrelatedCosine"/>).
    /// </summary>
    public double? Cosine { get; init; }

    /// <summary>Gets the keyword score, [0, 1).</summary>
    public double Keyword { get; init; }

    /// <summary>Gets how near the memory is to the time that the question names, or whether it holds now, [0, 1]; null where it names none.</summary>
    public double? Period { get; init; }

    /// <summary>Gets the share of what the question names that the memory names too, [0, 1]; null where it names nothing.</summary>
    public double? Entities { get; init; }

    /// <summary>
    /// Gets 1 where the memory names a thing of the kind that the question asks for ("when": a time, "how many": a number, "who": a name) and that the
    /// question does not name itself, else 0; null where it asks for no such kind.
    /// </summary>
    public double? Answer { get; init; }

    /// <summary>Gets what the cosine brought: nothing up to <see cref="MemoryOptions.UnrelatedCosine"/>.</summary>
    public double FromCosine { get; init; }

    /// <summary>Gets what the words brought.</summary>
    public double FromKeyword { get; init; }

    /// <summary>Gets what the time brought.</summary>
    public double FromPeriod { get; init; }

    /// <summary>Gets what the entities brought.</summary>
    public double FromEntities { get; init; }

    /// <summary>Gets what naming the kind that is asked for brought.</summary>
    public double FromAnswer { get; init; }

    /// <summary>Gets how new the memory is, [0, 1]; null without <see cref="MemorySearchOptions.RecencyHalfLife"/>.</summary>
    public double? Recency { get; init; }

    /// <summary>Gets what its newness brought.</summary>
    public double FromRecency { get; init; }

    /// <summary>Gets how much the memory still matters, [0, 1]; null without <see cref="MemorySearchOptions.SalienceHalfLife"/>.</summary>
    public double? Salience { get; init; }

    /// <summary>Gets what its salience brought.</summary>
    public double FromSalience { get; init; }
}
