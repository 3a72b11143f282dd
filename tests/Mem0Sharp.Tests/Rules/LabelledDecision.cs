namespace Mem0Sharp.Tests.Rules;

/// <summary>What should be decided about one fact.</summary>
/// <param name="Event">ADD, NONE, UPDATE or DELETE.</param>
/// <param name="Says">Words that the fact holds, in any case.</param>
/// <param name="Known">The memory's place among those known; null where none is meant.</param>
public sealed record LabelledDecision(string Event, string Says, int? Known = null);
