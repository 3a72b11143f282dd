namespace Mem0Sharp;

/// <summary>What became of one queued call that was tried.</summary>
/// <param name="Call">The call, as it stands after the attempt.</param>
/// <param name="Added">What the add did; null when it failed or the call is no add.</param>
/// <param name="Updated">What the batch did; null when it failed or the call is no batch.</param>
/// <param name="Error">Why it failed and is in the queue still, or null.</param>
/// <remarks>Immutable.</remarks>
public sealed record MemoryQueueItem(QueuedCall Call, MemoryAddResult? Added, BatchUpdateResult? Updated, Exception? Error)
{
    /// <summary>Gets a value indicating whether the call is done, and out of the queue.</summary>
    public bool IsDone => Error is null;
}
