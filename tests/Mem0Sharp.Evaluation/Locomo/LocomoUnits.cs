namespace Mem0Sharp.Evaluation;

/// <summary>What memories of conversations can be made of, by name.</summary>
internal static class LocomoUnits
{
    private const string Facts = "facts";
    private const string Turns = "turns";
    private const string Sessions = "sessions";

    /// <summary>Gets the names, in the order of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Facts, Turns, Sessions];

    /// <summary>Makes a unit.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="conversations">The conversations.</param>
    public static IRetrievalUnit Of(string name, IReadOnlyList<LocomoConversation> conversations) => name switch
    {
        Facts => new LocomoFacts("locomo.facts", conversations),
        Turns => Verbatim("locomo.turns", conversations, session => session.Turns.Select(
            turn => new RetrievalDocument(turn.Id, turn.Line, [turn.Id], session.OccurredAt))),
        Sessions => Verbatim("locomo.sessions", conversations, session => session.Turns.Count == 0 ? [] : [Whole(session)]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such unit."),
    };

    private static VerbatimUnit Verbatim(
        string name, IReadOnlyList<LocomoConversation> conversations, Func<LocomoSession, IEnumerable<RetrievalDocument>> documents) =>
        new(name, [.. conversations.Select(conversation => new RetrievalScope(
            conversation.Id, [.. conversation.Sessions.SelectMany(documents)], conversation.Questions))]);

    private static RetrievalDocument Whole(LocomoSession session) =>
        new($"D{session.Number}", string.Join('\n', session.Turns.Select(turn => turn.Line)), [.. session.Turns.Select(turn => turn.Id)], session.OccurredAt);
}
