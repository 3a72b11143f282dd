using System.Globalization;

namespace Mem0Sharp;

/// <summary>One step of a walk from memory to memory.</summary>
/// <param name="MemoryId">The id of the memory that it arrives at.</param>
/// <param name="Relation">How it leads there from the memory before.</param>
/// <param name="Strength">How strong that relation is: more than 0, at most 1.</param>
/// <remarks>Immutable. Two steps are equal when these three are.</remarks>
public sealed record MemoryStep(string MemoryId, MemoryRelation Relation, double Strength)
{
    /// <summary>Gets what both memories name, of <see cref="MemoryRelation.SharesEntities"/>; as the memory before names it. Default empty.</summary>
    public IReadOnlyList<MemoryEntity> Entities { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(MemoryStep? other) =>
        other is not null && string.Equals(MemoryId, other.MemoryId, StringComparison.Ordinal) && Relation == other.Relation && Strength.Equals(other.Strength);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MemoryId, Relation, Strength);

    /// <summary>Returns relation, id and strength.</summary>
    /// <returns>For instance "MemoryStep LinksTo 0199… (0.5)".</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(MemoryStep)} {Relation} {MemoryId} ({Strength})");
}
