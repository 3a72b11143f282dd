namespace Mem0Sharp.Evaluation;

/// <summary>A fact that a model extracted from a session when the data was made.</summary>
/// <param name="Text">The fact.</param>
/// <param name="Turns">The ids of the session's turns that it came from, in their order.</param>
internal sealed record LocomoFact(string Text, IReadOnlyList<string> Turns);
