using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What a fact extractor answers.</summary>
/// <param name="Facts">The facts, in the order of the conversation. Empty when nothing is worth keeping.</param>
/// <param name="Usage">The tokens it cost, or null when no model was asked or it did not say.</param>
/// <remarks>Immutable.</remarks>
public sealed record FactExtraction(IReadOnlyList<ExtractedFact> Facts, UsageDetails? Usage = null)
{
    /// <summary>Gets how often a model was called, 0 or more. Default 0.</summary>
    public int ModelCalls { get; init; }

    /// <summary>Returns the number of facts.</summary>
    /// <returns>For instance "FactExtraction (3 facts)".</returns>
    public override string ToString() => $"FactExtraction ({Facts.Count} facts)";
}
