namespace Mem0Sharp;

/// <summary>What an update did to one memory.</summary>
/// <param name="Item">The memory as it is now; when both were kept, the one that the update became.</param>
/// <param name="Outcome">What it did; an update of one memory that fails throws.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryUpdateResult(MemoryItem Item, UpdateOutcome Outcome);
