using System.Globalization;

namespace Mem0Sharp;

/// <summary>A memory that a walk from another one arrives at.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Strength">How strongly it is related: the product of the strengths of the steps. More than 0, at most 1.</param>
/// <param name="Path">
/// The steps to it, 1 to <see cref="MemoryRelatedOptions.Hops"/>, the last one to itself: of all ways the strongest and, of equally strong
/// ones, one of the fewest steps.
/// </param>
/// <remarks>Immutable.</remarks>
public sealed record RelatedMemory(MemoryItem Item, double Strength, IReadOnlyList<MemoryStep> Path)
{
    /// <summary>Returns id, strength and number of steps, never text.</summary>
    /// <returns>For instance "RelatedMemory 0199… (0.5) in 1".</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{nameof(RelatedMemory)} {Item.Id} ({Strength}) in {Path.Count}");
}
