namespace Mem0Sharp.Evaluation;

/// <summary>Facts of which later ones contradict earlier ones, with questions about what holds in the end.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Facts">The facts without their numbers, oldest first.</param>
/// <param name="Questions">The questions, in the order of the file.</param>
internal sealed record ConsolidationSource(string Name, IReadOnlyList<string> Facts, IReadOnlyList<ConsolidationQuestion> Questions);
