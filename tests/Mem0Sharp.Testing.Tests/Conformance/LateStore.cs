namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that says it is done one batch before it is.</summary>
internal sealed class LateStore : DelegatingVectorStore
{
    private (IReadOnlyList<VectorChange> Changes, HistoryPosition Position) _waiting = ([], HistoryPosition.Start);

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        (IReadOnlyList<VectorChange> Changes, HistoryPosition Position) due;
        lock (Inner)
        {
            (due, _waiting) = (_waiting, (changes, position));
        }

        return base.ApplyAsync(due.Changes, due.Position, cancellationToken);
    }
}
