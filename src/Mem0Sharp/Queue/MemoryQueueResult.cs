using System.Collections;

namespace Mem0Sharp;

/// <summary>What working through the queue did: one item for each call that was tried, in the order in which they ended.</summary>
/// <remarks>Immutable.</remarks>
public sealed class MemoryQueueResult : IReadOnlyList<MemoryQueueItem>
{
    private readonly IReadOnlyList<MemoryQueueItem> _items;

    internal MemoryQueueResult(IReadOnlyList<MemoryQueueItem> items, int waitingCount, int setAsideCount)
    {
        _items = items;
        WaitingCount = waitingCount;
        SetAsideCount = setAsideCount;
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Gets how many calls are done.</summary>
    public int DoneCount => _items.Count(item => item.IsDone);

    /// <summary>Gets how many calls are in the queue still, to be tried again.</summary>
    public int WaitingCount { get; }

    /// <summary>Gets how many calls are in the queue still and are tried again only when that is asked for.</summary>
    public int SetAsideCount { get; }

    /// <inheritdoc/>
    public MemoryQueueItem this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<MemoryQueueItem> GetEnumerator() => _items.GetEnumerator();

    /// <summary>Returns the numbers.</summary>
    /// <returns>For instance "MemoryQueueResult (3 done, 1 waiting, 0 set aside)".</returns>
    public override string ToString() => $"{nameof(MemoryQueueResult)} ({DoneCount} done, {WaitingCount} waiting, {SetAsideCount} set aside)";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
