namespace Mem0Sharp;

/// <summary>What an update did to one memory.</summary>
/// <param name="Item">The memory as it is now.</param>
/// <param name="Outcome">Updated, unchanged or skipped; an update of one memory that fails throws.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryUpdateResult(MemoryItem Item, UpdateOutcome Outcome);
