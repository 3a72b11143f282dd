namespace Mem0Sharp;

/// <summary>Texts as vectors of one model.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="UnrelatedCosine">The cosine that unrelated texts have with it, 0 to below 1.</param>
/// <param name="Vectors">As many as texts, in their order, each of unit length.</param>
internal sealed record EmbeddedTexts(string Model, double UnrelatedCosine, IReadOnlyList<ReadOnlyMemory<float>> Vectors);
