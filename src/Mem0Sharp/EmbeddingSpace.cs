namespace Mem0Sharp;

/// <summary>What vectors must have in common to be compared: the model that made them and their length.</summary>
/// <param name="Model">The embedding model's id, as its generator reports it.</param>
/// <param name="Dimensions">The number of dimensions, 1 to <see cref="MemoryLimits.Dimensions"/>.</param>
/// <remarks>Immutable.</remarks>
public sealed record EmbeddingSpace(string Model, int Dimensions);
