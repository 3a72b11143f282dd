namespace Mem0Sharp.Tests.Model;

/// <summary>A history with a fault: the last write of a larger transaction is decided and then lost, and nobody is told.</summary>
internal sealed class LossyHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    public override async Task<HistoryCommit> CommitAsync(
        IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        if (writes.Count < 2)
        {
            return await base.CommitAsync(writes, cancellationToken);
        }

        HistoryCommit commit = await base.CommitAsync([.. writes.SkipLast(1)], cancellationToken);
        MemoryHead? head = (await GetHeadsAsync([writes[^1].MemoryId], cancellationToken))[0];
        return commit with { Results = [.. commit.Results, HistoryWriteResult.Unchanged(head)] };
    }
}
