namespace Mem0Sharp.Tests.Search;

/// <summary>A store to which the embeddings of some memories have not come yet.</summary>
internal sealed class VectorlessStore(Func<MemoryItem, bool> isEmbedded) : DelegatingVectorStore
{
    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        base.ApplyAsync(
            [.. changes.Select(change => change is VectorChange.Upsert upsert && !isEmbedded(upsert.Item) ? upsert with { Vector = default } : change)],
            position,
            cancellationToken);
}
