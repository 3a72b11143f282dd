namespace Mem0Sharp;

/// <summary>
/// Between the look at a memory and the transaction it got another version than expected, so that both sides must be compared with
/// the version they started from. Never leaves the writer, which reads that one and tries again.
/// </summary>
internal sealed class BaseNotReadException : DecisionOutdatedException;
