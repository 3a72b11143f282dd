namespace Mem0Sharp;

/// <summary>What one transaction did.</summary>
/// <param name="Results">One result for each write, in their order.</param>
/// <param name="Before">The history's position when the transaction began.</param>
/// <param name="After">Its position when it ended; equal to <paramref name="Before"/> when nothing was appended.</param>
/// <remarks>Immutable.</remarks>
public sealed record HistoryCommit(IReadOnlyList<HistoryWriteResult> Results, HistoryPosition Before, HistoryPosition After);
