namespace Mem0Sharp.Tests.Model;

/// <summary>A history with a fault: what was known at a moment ends where the clock first passed it, though it went back later.</summary>
internal sealed class ClockwiseHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    public override async Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default) =>
        await ReadAfterAsync(0, cancellationToken).TakeWhile(row => row.RecordedAt <= at).Select(row => row.Sequence).LastOrDefaultAsync(cancellationToken);
}
