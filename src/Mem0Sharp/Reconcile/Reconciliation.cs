namespace Mem0Sharp;

/// <summary>What a model answers in the one call: the facts of a conversation, and what they mean for what is known.</summary>
/// <param name="Facts">The facts, in the order of the conversation.</param>
/// <param name="Decisions">The decisions, each about one of these facts by its place. A fact may have none.</param>
internal sealed record Reconciliation(IReadOnlyList<ExtractedFact> Facts, IReadOnlyList<MemoryDecision> Decisions);
