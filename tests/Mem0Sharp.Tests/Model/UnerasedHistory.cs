namespace Mem0Sharp.Tests.Model;

/// <summary>A history with a fault: it says that it has erased, and has not.</summary>
internal sealed class UnerasedHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    public override async Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default)
    {
        HistoryPosition position = await GetPositionAsync(cancellationToken);
        List<ErasedMemory> erased = [];
        await foreach (IReadOnlyList<HistoryEntry> rows in ReadScopeAsync(request.Scope, long.MaxValue, cancellationToken))
        {
            if (request.Scope is not null || request.MemoryIds.Contains(rows[0].MemoryId, StringComparer.Ordinal))
            {
                erased.Add(new ErasedMemory(rows[0].MemoryId, rows[^1].Version + 1, request.ErasedAt));
            }
        }

        return new HistoryErasure(erased, position, position);
    }
}
