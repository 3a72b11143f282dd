namespace Mem0Sharp;

/// <summary>Changes with what can be worked out of them before a store is changed, by any thread.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="Lengths">The length of each one's vector; 0 where there is none.</param>
/// <param name="Terms">The terms of each one's text.</param>
internal sealed record PreparedChanges(IReadOnlyList<VectorChange> Changes, double[] Lengths, TermBatch Terms);
