namespace Mem0Sharp.Evaluation;

/// <summary>What became of one labelled case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Known">The memories before, in the order of the known texts.</param>
/// <param name="Result">What the add returned, or null when it failed and said so.</param>
/// <param name="After">The memories afterwards.</param>
internal sealed record ArbitrationOutcome(
    LabelledCase Case, IReadOnlyList<MemoryItem> Known, MemoryAddResult? Result, IReadOnlyList<MemoryItem> After)
{
    /// <summary>Gets a value indicating whether exactly that is known which should be.</summary>
    public bool IsExact => After.Select(item => item.Text).Order(StringComparer.Ordinal).SequenceEqual(Case.After.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Gets how many memories are other than they may be: changed without a label that says so, or added without one, or twice.</summary>
    public int Outside
    {
        get
        {
            HashSet<string> known = Known.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
            List<string> mayBeAdded = [.. Case.Facts.Where((_, place) => Case.Decisions.Any(
                decision => decision.Fact == place && decision.Event is "ADD" or "UPDATE")).Select(fact => fact.Text)];
            return Known.Count(item => !IsAllowed(item)) + After.Count(item => !known.Contains(item.Id) && !mayBeAdded.Remove(item.Text));
        }
    }

    /// <summary>Gets how many labelled changes were not made although the result does not say so.</summary>
    public int Unreported => Result is null ? 0 : Case.Decisions.Count(decision =>
        !IsApplied(decision)
        && !Result.Facts.Any(fact => fact.Outcome == FactOutcome.Refused && (string.Equals(fact.Fact.Text, Case.Facts[decision.Fact].Text, StringComparison.Ordinal))));

    /// <summary>Gets what was decided, as event and known text ("" for none), one for each fact's result.</summary>
    public IEnumerable<(string Event, string Known)> Decided => (Result?.Facts ?? []).Select(fact => fact.Outcome switch
    {
        FactOutcome.Added => ("ADD", string.Empty),
        FactOutcome.Updated => ("UPDATE", fact.PreviousText ?? string.Empty),
        FactOutcome.Deleted => ("DELETE", fact.PreviousText ?? string.Empty),
        FactOutcome.None => ("NONE", fact.Item?.Text ?? string.Empty),
        _ => ("REFUSED", string.Empty),
    });

    /// <summary>Gets what should have been decided, likewise.</summary>
    public IEnumerable<(string Event, string Known)> Wanted => Case.Decisions.Select(decision =>
        (decision.Event, decision.Candidate is { } place ? Case.Known[place] : string.Empty));

    private bool IsAllowed(MemoryItem before)
    {
        MemoryItem? now = Now(before);
        return string.Equals(now?.Text, before.Text, StringComparison.Ordinal)
            || (Case.Changes.TryGetValue(before.Text, out string? changed) && string.Equals(now?.Text, changed, StringComparison.Ordinal));
    }

    private bool IsApplied(LabelledDecision decision) => decision.Event switch
    {
        "ADD" => After.Any(item => string.Equals(item.Text, Case.Facts[decision.Fact].Text, StringComparison.Ordinal)),
        "UPDATE" or "DELETE" => string.Equals(Now(Known[decision.Candidate!.Value])?.Text, decision.Text, StringComparison.Ordinal),
        _ => Result!.Facts.Any(fact => string.Equals(fact.Fact.Text, Case.Facts[decision.Fact].Text, StringComparison.Ordinal)),
    };

    private MemoryItem? Now(MemoryItem before) => After.FirstOrDefault(item => string.Equals(item.Id, before.Id, StringComparison.Ordinal));
}
