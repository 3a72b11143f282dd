namespace Mem0Sharp;

/// <summary>What the one call of an add gave.</summary>
/// <param name="Facts">The facts, with what the call cost.</param>
/// <param name="Known">What is known near messages and facts.</param>
/// <param name="Arbitration">The decisions about the open facts; null where the arbiter has to make them.</param>
internal sealed record Reconciled(ExtractedFacts Facts, RecalledCandidates Known, Arbitration? Arbitration);
