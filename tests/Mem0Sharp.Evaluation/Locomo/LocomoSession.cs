namespace Mem0Sharp.Evaluation;

/// <summary>One sitting of a conversation.</summary>
/// <param name="Number">Its number in the data, from 1.</param>
/// <param name="OccurredAt">When it took place; the data names no time zone, so it is taken as UTC.</param>
/// <param name="Turns">The turns with text, oldest first.</param>
/// <param name="Facts">The facts of both speakers, each text once.</param>
internal sealed record LocomoSession(
    int Number, DateTimeOffset OccurredAt, IReadOnlyList<LocomoTurn> Turns, IReadOnlyList<LocomoFact> Facts);
