namespace Mem0Sharp;

/// <summary>One fact of an add: what it was compared with, what was decided, and what changed.</summary>
/// <remarks>Immutable. <see cref="ToString"/> does not show text.</remarks>
public sealed class FactResult
{
    /// <summary>Gets the fact: as extracted or, when nothing was inferred, the message's text.</summary>
    public required ExtractedFact Fact { get; init; }

    /// <summary>Gets the known memories it was compared with, nearest first; the score is to this fact. Empty when there were none.</summary>
    public IReadOnlyList<MemoryCandidate> Candidates { get; init; } = [];

    /// <summary>Gets what became of it.</summary>
    public required FactOutcome Outcome { get; init; }

    /// <summary>Gets the memory afterwards: added, updated, deleted (its last content), or the one that said it already; else null.</summary>
    public MemoryItem? Item { get; init; }

    /// <summary>Gets the text that was replaced or deleted, or null.</summary>
    public string? PreviousText { get; init; }

    /// <summary>Gets why, in the arbiter's words or, for a refusal, the library's; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the error behind a refusal, or null.</summary>
    public MemoryException? Error { get; init; }

    /// <summary>Returns the outcome and the memory's id.</summary>
    /// <returns>For instance "FactResult Updated 0199…".</returns>
    public override string ToString() => $"FactResult {Outcome} {Item?.Id}".TrimEnd();
}
