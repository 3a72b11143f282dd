namespace Mem0Sharp.Evaluation;

/// <summary>What an evaluation talks to.</summary>
/// <param name="Out">Where figures go.</param>
/// <param name="Error">Where complaints go.</param>
/// <param name="IsTerminal">Whether <paramref name="Out"/> is watched by somebody, so that a line may be drawn over.</param>
/// <param name="Time">What seconds are measured with.</param>
internal sealed record EvaluationConsole(TextWriter Out, TextWriter Error, bool IsTerminal, TimeProvider Time);
