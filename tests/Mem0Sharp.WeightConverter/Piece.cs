namespace Mem0Sharp.WeightConverter;

/// <summary>A piece of the vocabulary.</summary>
/// <param name="Text">What it stands for; <c>▁</c> is a space.</param>
/// <param name="Score">Its logarithmic probability, 0 where the vocabulary has none.</param>
internal sealed record Piece(string Text, double Score);
