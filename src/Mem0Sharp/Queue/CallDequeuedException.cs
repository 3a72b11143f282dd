namespace Mem0Sharp;

/// <summary>
/// Between the look at the queue and the transaction, the call was done elsewhere, discarded or erased. Never leaves
/// <see cref="CallQueue"/>, which goes on with the next.
/// </summary>
internal sealed class CallDequeuedException : Exception;
