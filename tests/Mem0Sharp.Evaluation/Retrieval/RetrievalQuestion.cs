namespace Mem0Sharp.Evaluation;

/// <summary>A question to a memory.</summary>
/// <param name="Text">The question.</param>
/// <param name="Category">What kind of question it is; null where the data knows no kinds.</param>
/// <param name="Evidence">What is to be found. May be empty.</param>
internal sealed record RetrievalQuestion(string Text, string? Category, IReadOnlySet<string> Evidence);
