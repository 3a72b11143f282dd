namespace Mem0Sharp.Evaluation;

/// <summary>One message of a labelled conversation.</summary>
/// <param name="Role">"user" or "assistant".</param>
/// <param name="Text">What was said.</param>
/// <param name="Name">Who said it, or null.</param>
internal sealed record LabelledMessage(string Role, string Text, string? Name = null);
