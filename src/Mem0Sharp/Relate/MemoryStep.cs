using System.Globalization;

namespace Mem0Sharp;

/// <summary>One step of a walk from memory to memory.</summary>
/// <param name="MemoryId">The id of the memory that it arrives at.</param>
/// <param name="Relation">How it leads there from the memory before.</param>
/// <param name="Strength">How strong that relation is: more than 0, at most 1.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryStep(string MemoryId, MemoryRelation Relation, double Strength)
{
    /// <summary>Returns relation, id and strength.</summary>
    /// <returns>For instance "MemoryStep LinksTo 0199… (0.5)".</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(MemoryStep)} {Relation} {MemoryId} ({Strength})");
}
