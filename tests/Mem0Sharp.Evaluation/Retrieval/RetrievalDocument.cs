namespace Mem0Sharp.Evaluation;

/// <summary>A text that becomes a memory.</summary>
/// <param name="Id">What its memory names as its source; null where that are several messages, as a fact has.</param>
/// <param name="Text">The text.</param>
/// <param name="Evidence">What it carries of what questions ask for.</param>
/// <param name="OccurredAt">When it was said; null where the data does not tell.</param>
internal sealed record RetrievalDocument(string? Id, string Text, IReadOnlyList<string> Evidence, DateTimeOffset? OccurredAt = null);
