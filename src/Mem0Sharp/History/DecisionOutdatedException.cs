namespace Mem0Sharp;

/// <summary>
/// Thrown by a decision that needs something which must be made outside the transaction, because the memory changed since it was
/// prepared. Never leaves the writer, which prepares anew and tries again; a whole unit waits for that.
/// </summary>
internal abstract class DecisionOutdatedException : Exception;
