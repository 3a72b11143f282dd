namespace Mem0Sharp.Tests.History;

/// <summary>Counts how often it is looked which change was the last at a moment.</summary>
internal sealed class MomentHistory() : DelegatingHistory(new InMemoryHistoryStore())
{
    public int Looks { get; private set; }

    public override Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        Looks++;
        return base.GetSequenceAtAsync(at, cancellationToken);
    }
}
