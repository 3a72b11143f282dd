namespace Mem0Sharp;

/// <summary>What an import did with one memory.</summary>
/// <param name="Id">The memory's id as the source gives it; empty when it gives none.</param>
/// <param name="Outcome">Imported, unchanged or failed.</param>
/// <param name="Version">The memory's version now, 1 or more; null when it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryImportItem(string Id, MemoryImportOutcome Outcome, int? Version, MemoryException? Error);
