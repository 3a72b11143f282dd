namespace Mem0Sharp.Evaluation;

/// <summary>How long the parts of one call are.</summary>
/// <param name="System">The instructions, which are the same for each call and can be cached by a provider.</param>
/// <param name="User">What the call is about. Images are not counted.</param>
/// <param name="Schema">The schema of the reply, as JSON; providers put it into words of their own.</param>
/// <param name="Reply">What was answered.</param>
internal readonly record struct CallCost(TextSize System, TextSize User, TextSize Schema, TextSize Reply);
