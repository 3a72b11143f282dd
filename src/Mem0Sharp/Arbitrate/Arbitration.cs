using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>What an arbiter answers.</summary>
/// <param name="Decisions">The decisions, in the order in which they are to be applied. A fact without one is left alone.</param>
/// <param name="Usage">The tokens it cost, or null when no model was asked or it did not say.</param>
/// <remarks>Immutable.</remarks>
public sealed record Arbitration(IReadOnlyList<MemoryDecision> Decisions, UsageDetails? Usage = null)
{
    /// <summary>Gets how often a model was called, 0 or more. Default 0.</summary>
    public int ModelCalls { get; init; }
}
