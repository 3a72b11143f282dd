using System.Collections.Concurrent;

namespace Mem0Sharp.Tests.Apply.Linearizability;

/// <summary>A history with a fault: a memory is read as it was when it was first read.</summary>
internal sealed class StaleHistory(IHistoryStore inner, int seed) : YieldingHistory(inner, seed)
{
    private readonly ConcurrentDictionary<string, MemoryHead> _first = new(StringComparer.Ordinal);

    public override async Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(
        IReadOnlyList<string> ids, CancellationToken cancellationToken = default) =>
        [.. (await base.GetHeadsAsync(ids, cancellationToken)).Select(head => head is null ? null : _first.GetOrAdd(head.Item.Id, head))];
}
