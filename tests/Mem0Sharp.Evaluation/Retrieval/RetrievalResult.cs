namespace Mem0Sharp.Evaluation;

/// <summary>What was measured on the texts of one unit with one embedder.</summary>
/// <param name="Unit">The name of the unit.</param>
/// <param name="Embedder">The name of the embedder.</param>
/// <param name="Tallies">The scores, one for each way to search.</param>
internal sealed record RetrievalResult(string Unit, string Embedder, IReadOnlyList<RetrievalTally> Tallies);
