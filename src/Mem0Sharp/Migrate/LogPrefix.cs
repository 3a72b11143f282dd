namespace Mem0Sharp;

/// <summary>How much of a source its copy has.</summary>
/// <param name="Rows">How many rows the source has.</param>
/// <param name="Copied">How many of them, from the first on, the target has.</param>
/// <param name="LastSequence">The sequence in the source of the last that it has; 0 for none.</param>
internal readonly record struct LogPrefix(long Rows, long Copied, long LastSequence);
