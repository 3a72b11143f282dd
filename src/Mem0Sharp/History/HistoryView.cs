using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>Reads memories as they were: from the log alone, so on any store alike. Thread-safe.</summary>
internal sealed class HistoryView(IHistoryStore history, TimeProvider time)
{
    private volatile Moment? _moment;

    /// <summary>Gets the moment whose knowledge is asked for.</summary>
    public DateTimeOffset Now(MemoryAsOf asOf) => asOf.KnownAt ?? time.GetUtcNow();

    /// <summary>Gets the version of one memory that counts; null when there was none.</summary>
    /// <param name="id">The memory's id.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="within">Where it must have been found then; null for anywhere.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<HistoryEntry?> EntryAsync(string id, MemoryAsOf asOf, MemoryScope? within, CancellationToken cancellationToken)
    {
        long end = await SequenceAsync(asOf, cancellationToken).ConfigureAwait(false);
        List<HistoryEntry> rows = [];
        await foreach (HistoryEntry row in history.ReadAsync([id], cancellationToken).ConfigureAwait(false))
        {
            if (row.Sequence > end)
            {
                break;
            }

            rows.Add(row);
        }

        return rows.Count == 0 || within?.Contains(rows[^1].Item) == false ? null : MemoryTimeline.At(rows, asOf.HeldAt);
    }

    /// <summary>Streams the versions that count of what was found in a scope, newest-added first.</summary>
    public async IAsyncEnumerable<HistoryEntry> EntriesAsync(
        MemoryScope scope, MemoryAsOf asOf, bool includeExpired, MemoryFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (PastEntry past in PastAsync(scope, asOf, includeExpired, filter, cancellationToken).ConfigureAwait(false))
        {
            yield return past.Entry;
        }
    }

    /// <summary>Streams the versions that count, each with the change since which it says what it says.</summary>
    public async IAsyncEnumerable<PastEntry> PastAsync(
        MemoryScope scope, MemoryAsOf asOf, bool includeExpired, MemoryFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset now = Now(asOf);
        long end = await SequenceAsync(asOf, cancellationToken).ConfigureAwait(false);
        await foreach (IReadOnlyList<HistoryEntry> rows in history.ReadScopeAsync(scope, end, cancellationToken).ConfigureAwait(false))
        {
            if (MemoryTimeline.At(rows, asOf.HeldAt) is { } entry
                && scope.Contains(rows[^1].Item)
                && (includeExpired || !rows[^1].Item.IsExpired(now))
                && filter?.Matches(entry.Item) != false)
            {
                yield return new PastEntry(entry, MemoryTimeline.TextSequence(rows, entry));
            }
        }
    }

    /// <summary>Gets the last change that was known; of now, so that a stream sees nothing that happens while it runs.</summary>
    private async Task<long> SequenceAsync(MemoryAsOf asOf, CancellationToken cancellationToken)
    {
        HistoryPosition position = await history.GetPositionAsync(cancellationToken).ConfigureAwait(false);
        if (asOf.KnownAt is not { } at)
        {
            return position.Sequence;
        }

        // Looking for it goes through the log. Whoever looks back at one moment reads many memories of it.
        if (_moment is { } moment && moment.At == at && moment.Position == position)
        {
            return moment.Sequence;
        }

        long sequence = await history.GetSequenceAtAsync(at, cancellationToken).ConfigureAwait(false);
        _moment = new Moment(at, position, sequence);
        return sequence;
    }

    /// <summary>Which change was the last at a moment, by a log that ended at a position.</summary>
    private sealed record Moment(DateTimeOffset At, HistoryPosition Position, long Sequence);
}
