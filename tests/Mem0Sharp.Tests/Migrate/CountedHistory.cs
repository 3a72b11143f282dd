using System.Runtime.CompilerServices;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>A history that counts how many rows are read between two reports of progress, once the first is there.</summary>
internal sealed class CountedHistory(IHistoryStore inner) : DelegatingHistory(inner)
{
    private int _between;
    private bool _counts;

    public int MostBetween { get; private set; }

    public void Ask()
    {
        MostBetween = _counts ? Math.Max(MostBetween, _between) : 0;
        (_counts, _between) = (true, 0);
    }

    public override async IAsyncEnumerable<HistoryEntry> ReadAfterAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (HistoryEntry row in base.ReadAfterAsync(afterSequence, cancellationToken))
        {
            _between++;
            yield return row;
        }
    }
}
