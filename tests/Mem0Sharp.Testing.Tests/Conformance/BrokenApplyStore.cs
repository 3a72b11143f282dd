namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that changes a batch before it applies it, given what it was told before.</summary>
internal sealed class BrokenApplyStore(Func<IReadOnlyList<VectorChange>, IReadOnlyList<VectorChange>, IEnumerable<VectorChange>> change)
    : DelegatingVectorStore
{
    private readonly List<VectorChange> _told = [];

    public override async Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        VectorChange[] before;
        lock (_told)
        {
            before = [.. _told];
            _told.AddRange(changes);
        }

        await base.ApplyAsync([.. change(before, changes)], position, cancellationToken);
    }
}
