namespace Mem0Sharp.Evaluation;

/// <summary>What the calls of one stage cost.</summary>
/// <param name="Calls">How many there were.</param>
/// <param name="Asked">The characters of all prompts.</param>
/// <param name="Answered">The characters of all replies.</param>
internal readonly record struct ReplyCost(int Calls, long Asked, long Answered);
