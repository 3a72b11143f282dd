namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that applies a batch in two halves, and lets searches in between.</summary>
internal sealed class TornBatchStore : DelegatingVectorStore
{
    public override async Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        int half = changes.Count / 2;
        await base.ApplyAsync([.. changes.Take(half)], position, cancellationToken);
        await Task.Yield();
        await base.ApplyAsync([.. changes.Skip(half)], position, cancellationToken);
    }
}
