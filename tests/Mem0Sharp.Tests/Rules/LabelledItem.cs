namespace Mem0Sharp.Tests.Rules;

/// <summary>One conversation of the labelled set, with what is known and what should come of it.</summary>
/// <param name="Id">Its number: "t001" or "f001" of the tuning part, "h001" of the held-out one, "b001" of the blind one.</param>
/// <param name="Kind">What it is a case of.</param>
/// <param name="Turns">The messages, each "user: …" or "assistant: …".</param>
/// <param name="Known">The memories; an immutable one starts with "!".</param>
/// <param name="Expect">What should be decided, in the order of the facts. Empty: nothing is worth keeping.</param>
public sealed record LabelledItem(
    string Id, string Kind, IReadOnlyList<string> Turns, IReadOnlyList<string> Known, IReadOnlyList<LabelledDecision> Expect);
