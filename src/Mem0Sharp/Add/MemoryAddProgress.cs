namespace Mem0Sharp;

/// <summary>How far adding many conversations is.</summary>
/// <param name="Done">How many were added, now or by an earlier call.</param>
/// <param name="Failed">How many failed, or were left because one before them of the same user failed for a reason that passes.</param>
/// <param name="Total">How many there are.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryAddProgress(int Done, int Failed, int Total);
