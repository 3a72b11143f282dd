namespace Mem0Sharp;

/// <summary>
/// Checks decisions before anything is written. An arbiter may only touch what it was shown, once, and must know what it replaces:
/// a number that is in range but wrong would otherwise overwrite somebody's memory.
/// </summary>
/// <param name="facts">The facts that were given.</param>
/// <param name="candidates">The candidates that were shown, by number.</param>
internal sealed class DecisionCheck(IReadOnlyList<ExtractedFact> facts, IReadOnlyList<MemoryCandidate> candidates)
{
    private readonly HashSet<int> _decided = [];

    /// <summary>Gets why a decision is refused, or null when it may go to the writer.</summary>
    public string? Refusal(MemoryDecision decision)
    {
        if (decision.Fact < 0 || decision.Fact >= facts.Count)
        {
            return "It names a fact that was not given.";
        }

        (int? number, string? quoted) = decision switch
        {
            MemoryDecision.Update update => (update.Candidate, update.OldText),
            MemoryDecision.Delete delete => (delete.Candidate, delete.OldText),
            MemoryDecision.None none => (none.Candidate, (string?)null),
            _ => (null, (string?)null),
        };
        if (number is not { } candidate)
        {
            return null;
        }

        if (candidate < 0 || candidate >= candidates.Count)
        {
            return "It names a memory that was not shown.";
        }

        if (quoted is not null && !ComparableText.AreSame(quoted, candidates[candidate].Item.Text))
        {
            return "It misquotes the memory it would replace.";
        }

        return decision is MemoryDecision.None || _decided.Add(candidate) ? null : "Another decision already concerns the same memory.";
    }
}
