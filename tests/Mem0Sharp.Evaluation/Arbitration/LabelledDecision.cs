namespace Mem0Sharp.Evaluation;

/// <summary>What should be decided about a fact.</summary>
/// <param name="Fact">The fact's place.</param>
/// <param name="Event">"ADD", "UPDATE", "DELETE" or "NONE".</param>
/// <param name="Candidate">The known text's place; null for none.</param>
/// <param name="Text">The whole new text of an UPDATE.</param>
internal sealed record LabelledDecision(int Fact, string Event, int? Candidate = null, string? Text = null);
