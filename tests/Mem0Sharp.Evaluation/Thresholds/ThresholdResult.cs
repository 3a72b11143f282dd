namespace Mem0Sharp.Evaluation;

/// <summary>What was measured on the texts of one unit with one embedder.</summary>
/// <param name="Unit">The name of the unit.</param>
/// <param name="Embedder">The name of the embedder.</param>
/// <param name="Cosines">Of pairs of memories drawn at random; null where there are no two.</param>
/// <param name="Tallies">The scores, one for each way to search.</param>
internal sealed record ThresholdResult(string Unit, string Embedder, MeasuredCosines? Cosines, IReadOnlyList<ThresholdTally> Tallies);
