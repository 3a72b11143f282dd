namespace Mem0Sharp.Tests.Model;

/// <summary>A store with a fault: what is deleted stays in it.</summary>
internal sealed class DeafToDeletesVectorStore : DelegatingVectorStore
{
    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
        base.ApplyAsync([.. changes.Where(change => change is not VectorChange.Delete)], position, cancellationToken);
}
