namespace Mem0Sharp;

/// <summary>What a batch did to one memory.</summary>
/// <param name="Id">The memory's id, as given.</param>
/// <param name="Outcome">What it did; failed has an error.</param>
/// <param name="Item">The memory as it is now (of one that was deleted, its last content), or null when it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <remarks>Immutable.</remarks>
public sealed record BatchUpdateItem(string Id, UpdateOutcome Outcome, MemoryItem? Item, MemoryException? Error);
