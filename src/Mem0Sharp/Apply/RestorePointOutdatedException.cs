namespace Mem0Sharp;

/// <summary>
/// Between the look at a memory's history and the transaction it grew, so that it must be asked again whether the restore goes
/// across a later write. Never leaves the writer, which looks again.
/// </summary>
internal sealed class RestorePointOutdatedException : DecisionOutdatedException;
