namespace Mem0Sharp;

/// <summary>What cosines pairs of memories have that were drawn at random: nearly all of them have nothing to do with each other.</summary>
/// <remarks>
/// Immutable. A good <see cref="MemoryOptions.UnrelatedCosine"/> is from <see cref="Percentile5"/>, which changes the order of results hardly at all, up to
/// <see cref="Median"/>, below which an answer in quite other words may be; 0 where they are below it. Percentiles are cosines that were measured: the least
/// one that as many pairs do not exceed.
/// </remarks>
public sealed record MeasuredCosines
{
    /// <summary>Gets the id of the embedding model whose vectors were compared: the figures are on its scale.</summary>
    public required string EmbeddingModel { get; init; }

    /// <summary>Gets how many memories were drawn, of different texts, 2 or more.</summary>
    public required int Memories { get; init; }

    /// <summary>Gets how many pairs of them were compared, 1 or more. Of fewer than 1,000 (some 50 memories) the figures are a hint at most.</summary>
    public required int Pairs { get; init; }

    /// <summary>Gets the mean cosine, [-1, 1].</summary>
    public required double Mean { get; init; }

    /// <summary>Gets the cosine that 5 of 100 pairs do not exceed, [-1, 1].</summary>
    public required double Percentile5 { get; init; }

    /// <summary>Gets the cosine that half of the pairs do not exceed, [-1, 1].</summary>
    public required double Median { get; init; }

    /// <summary>Gets the cosine that 95 of 100 pairs do not exceed, [-1, 1].</summary>
    public required double Percentile95 { get; init; }

    /// <summary>Gets the cosine that 99 of 100 pairs do not exceed, [-1, 1].</summary>
    public required double Percentile99 { get; init; }
}
