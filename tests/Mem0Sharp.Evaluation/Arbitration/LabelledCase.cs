namespace Mem0Sharp.Evaluation;

/// <summary>A conversation, what is known before it, and what a careful person would make of it.</summary>
/// <param name="Id">The shape and a number.</param>
/// <param name="Shape">What it is a case of: replacement, polarity, retraction, partial, validity, addition, duplicate, paraphrase or trap.</param>
/// <param name="Language">ISO 639-1.</param>
/// <param name="Date">When the conversation took place.</param>
/// <param name="Known">The texts that are known, 1 to 6.</param>
/// <param name="Messages">What was said.</param>
/// <param name="Facts">What is worth keeping of it.</param>
/// <param name="Decisions">What is to be done: one or more for each fact, and one at most that changes the same known text.</param>
/// <param name="After">The texts that are known afterwards.</param>
internal sealed record LabelledCase(
    string Id,
    string Shape,
    string Language,
    DateOnly Date,
    IReadOnlyList<string> Known,
    IReadOnlyList<LabelledMessage> Messages,
    IReadOnlyList<LabelledFact> Facts,
    IReadOnlyList<LabelledDecision> Decisions,
    IReadOnlyList<string> After)
{
    /// <summary>Gets the memories that may be changed, by their texts, and what they may say then; null where they go.</summary>
    public IReadOnlyDictionary<string, string?> Changes { get; } = Decisions
        .Where(decision => decision.Event is "UPDATE" or "DELETE")
        .ToDictionary(decision => Known[decision.Candidate!.Value], decision => decision.Text, StringComparer.Ordinal);
}
