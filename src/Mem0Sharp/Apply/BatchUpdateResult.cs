using System.Collections;

namespace Mem0Sharp;

/// <summary>What a batch of updates did, one item for each update, in their order.</summary>
/// <remarks>Immutable.</remarks>
public sealed class BatchUpdateResult : IReadOnlyList<BatchUpdateItem>
{
    private readonly IReadOnlyList<BatchUpdateItem> _items;

    internal BatchUpdateResult(IReadOnlyList<BatchUpdateItem> items) => _items = items;

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Gets the number of memories that changed.</summary>
    public int UpdatedCount => _items.Count(item => item.Outcome == UpdateOutcome.Updated);

    /// <summary>Gets the number of updates that failed.</summary>
    public int FailedCount => _items.Count(item => item.Outcome == UpdateOutcome.Failed);

    /// <summary>Gets the call that is kept and done later (<see cref="MemoryQueueMode"/>): then nothing was done yet. Null when it is done.</summary>
    public QueuedCall? Queued { get; internal init; }

    /// <inheritdoc/>
    public BatchUpdateItem this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<BatchUpdateItem> GetEnumerator() => _items.GetEnumerator();

    /// <summary>Returns the counts.</summary>
    /// <returns>For instance "BatchUpdateResult (998 updated, 2 failed)".</returns>
    public override string ToString() => $"BatchUpdateResult ({UpdatedCount} updated, {FailedCount} failed)";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
