namespace Mem0Sharp.Evaluation;

/// <summary>A conversation to be added.</summary>
/// <param name="User">Whose it is: those of one user are added to what the earlier ones left.</param>
/// <param name="Case">The conversation, what is known before it, and what a model makes of it.</param>
internal sealed record CostInput(string User, LabelledCase Case)
{
    /// <summary>Takes the half of the labelled set that is there to tune on; each conversation has a user of its own.</summary>
    public static IReadOnlyList<CostInput> OfTheLabelledSet() => [.. ArbitrationFile.Read("tuning").Select(next => new CostInput(next.Id, next))];

    /// <summary>Takes the sessions of LoCoMo's conversations, with the facts that were recorded of each; every fact is added.</summary>
    public static IReadOnlyList<CostInput> OfLocomo(IEnumerable<LocomoConversation> conversations) =>
    [
        .. conversations.SelectMany(conversation => conversation.Sessions
            .Where(session => session.Turns.Count > 0)
            .Select((session, number) => new CostInput(conversation.Id, CaseOf($"{conversation.Id}/{number}", session)))),
    ];

    private static LabelledCase CaseOf(string id, LocomoSession session)
    {
        string[] turns = [.. session.Turns.Select(turn => turn.Id)];
        return new LabelledCase(
            id,
            Shape: "addition",
            Language: "en",
            DateOnly.FromDateTime(session.OccurredAt.DateTime),
            Known: [],
            [.. session.Turns.Select(turn => new LabelledMessage("user", turn.Text, turn.Speaker))],
            [.. session.Facts.Select(fact => new LabelledFact(fact.Text, [.. fact.Turns.Select(turn => Array.IndexOf(turns, turn))], "statement"))],
            [.. session.Facts.Select((_, fact) => new LabelledDecision(fact, "ADD"))],
            [.. session.Facts.Select(fact => fact.Text)]);
    }
}
