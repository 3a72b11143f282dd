namespace Mem0Sharp;

/// <summary>What the codes of a row stand for: each times <paramref name="Scale"/> is about the component it was made of.</summary>
/// <param name="Scale">The distance of two neighbouring codes.</param>
/// <param name="Error">At least the Euclidean length of what the codes leave out of the row.</param>
internal readonly record struct CodeScale(float Scale, float Error);
