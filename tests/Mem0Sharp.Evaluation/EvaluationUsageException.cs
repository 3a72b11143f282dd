namespace Mem0Sharp.Evaluation;

/// <summary>The arguments of an evaluation cannot be meant; the message says why.</summary>
internal sealed class EvaluationUsageException(string message) : Exception(message);
