namespace Mem0Sharp;

/// <summary>Texts as vectors of one model.</summary>
/// <param name="Model">The model's id.</param>
/// <param name="Vectors">As many as texts, in their order, each of unit length.</param>
internal sealed record EmbeddedTexts(string Model, IReadOnlyList<ReadOnlyMemory<float>> Vectors);
