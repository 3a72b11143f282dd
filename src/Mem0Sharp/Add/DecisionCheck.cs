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
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);

    /// <summary>Gets why a decision is refused, or null when it may go to the writer.</summary>
    public string? Refusal(MemoryDecision decision)
    {
        if (decision.Fact < 0 || decision.Fact >= facts.Count)
        {
            return "It names a fact that was not given.";
        }

        if (decision is MemoryDecision.Add add)
        {
            return _added.Add(ComparableText.Of(add.Text ?? facts[add.Fact].Text)) ? null : "Another decision already adds the same text.";
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
