namespace Mem0Sharp.Tests.Rules;

/// <summary>What the rules decided about one fact.</summary>
/// <param name="Event">ADD, NONE, UPDATE or DELETE.</param>
/// <param name="Fact">The fact's text.</param>
/// <param name="Known">The memory's place among those known, or null.</param>
/// <param name="Text">The text that is kept or looked at.</param>
internal sealed record Outcome(string Event, string Fact, int? Known, string Text)
{
    public static Outcome Of(MemoryDecision decision, ArbitrationRequest request, List<(int Known, MemoryCandidate Candidate)> candidates)
    {
        string fact = request.Facts[decision.Fact].Text;
        return decision switch
        {
            MemoryDecision.Update update => new Outcome("UPDATE", fact, candidates[update.Candidate].Known, update.Text),
            MemoryDecision.Delete delete => new Outcome("DELETE", fact, candidates[delete.Candidate].Known, fact),
            MemoryDecision.None none => new Outcome("NONE", fact, none.Candidate is { } number ? candidates[number].Known : null, fact),
            MemoryDecision.Add add => new Outcome("ADD", fact, null, add.Text ?? fact),
            _ => throw new InvalidOperationException("There is no fifth decision."),
        };
    }

    public bool Meets(LabelledDecision expected) => IsAbout(expected)
        && string.Equals(Event, expected.Event, StringComparison.Ordinal)
        && Known == expected.Known
        && Text.Contains(expected.Says, StringComparison.OrdinalIgnoreCase);

    public bool IsAbout(LabelledDecision expected) => Fact.Contains(expected.Says, StringComparison.OrdinalIgnoreCase);
}
