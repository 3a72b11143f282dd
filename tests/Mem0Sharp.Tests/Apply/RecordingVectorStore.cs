namespace Mem0Sharp.Tests.Apply;

/// <summary>A store in memory that keeps what it was told.</summary>
internal sealed class RecordingVectorStore : DelegatingVectorStore
{
    public List<VectorChange> Told { get; } = [];

    public override Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        Told.AddRange(changes);
        return base.ApplyAsync(changes, position, cancellationToken);
    }
}
