namespace Mem0Sharp.Testing.Tests.Conformance;

/// <summary>A store that refuses a bad vector when it comes to it, with the changes before it applied.</summary>
internal sealed class HalfRefusingStore : DelegatingVectorStore
{
    public override async Task ApplyAsync(
        IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        foreach (VectorChange change in changes)
        {
            await base.ApplyAsync([change], HistoryPosition.Start, cancellationToken);
        }

        await base.ApplyAsync([], position, cancellationToken);
    }
}
