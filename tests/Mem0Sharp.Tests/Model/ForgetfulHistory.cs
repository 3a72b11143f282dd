namespace Mem0Sharp.Tests.Model;

/// <summary>A history with a fault: the row of every third version cannot be read again.</summary>
internal sealed class ForgetfulHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    public override IAsyncEnumerable<HistoryEntry> ReadAsync(
        IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default) =>
        base.ReadAsync(memoryIds, cancellationToken).Where(row => row.Version != 3);
}
