namespace Mem0Sharp;

/// <summary>How much of a source its copy has.</summary>
/// <param name="Copied">How many rows of the source, from the first on, the target has.</param>
/// <param name="LastSequence">The sequence in the source of the last that it has; 0 for none.</param>
/// <param name="Unnamed">The sequences in the target of rows that in the source say no longer by whom.</param>
internal readonly record struct LogPrefix(long Copied, long LastSequence, IReadOnlyList<long> Unnamed);
