using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>The history: what happened, up to now and from now on.</content>
public sealed partial class Memory
{
    /// <summary>Streams what happened to a memory, oldest first, also after it was deleted.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The changes; none for an id that was never used.</returns>
    /// <exception cref="MemoryValidationException">The id is blank or too long.</exception>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(string id, CancellationToken cancellationToken = default) =>
        ReadHistoryAsync([Validate.Id(id, nameof(id))], cancellationToken);

    /// <summary>Streams what happened to several memories, oldest first, as one history.</summary>
    /// <param name="ids">1 to <see cref="MemoryLimits.BatchSize"/> different ids.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The changes; none for an id that was never used.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or an id is blank or stands there twice.</exception>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        ReadHistoryAsync(Batch(ids, nameof(ids)), cancellationToken);

    /// <summary>Streams what happened in the store, oldest first, up to now.</summary>
    /// <param name="filter">Which changes are wanted.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The changes by sequence.</returns>
    /// <exception cref="MemoryValidationException">The filter's sequence is negative.</exception>
    public IAsyncEnumerable<HistoryEntry> HistoryAsync(HistoryFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return StreamedAsync(
            MemoryTelemetryNames.ReadHistory,
            id: null,
            token => _parts.History.ReadAfterAsync(filter.AfterSequence, token),
            filter.Validated(nameof(filter)),
            cancellationToken);
    }

    /// <summary>Follows what happens in the store, this process's changes and others', until it is cancelled.</summary>
    /// <param name="filter">Which changes are wanted, and from where on; null for all from the start.</param>
    /// <param name="cancellationToken">Ends the stream, which has no other end.</param>
    /// <returns>
    /// The changes by sequence, each once: those that happened already, then those that happen. Another process's are seen within half
    /// a second where the history is a file, and where a server tells of them (PostgreSQL), at once. To go on later, pass the last <see cref="HistoryEntry.Sequence"/> as <see cref="HistoryFilter.AfterSequence"/>.
    /// </returns>
    /// <exception cref="MemoryValidationException">The filter's sequence is negative.</exception>
    public IAsyncEnumerable<HistoryEntry> WatchAsync(HistoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        FollowAsync((filter ?? new HistoryFilter()).Validated(nameof(filter)), cancellationToken);

    /// <summary>Gets how far the history goes: from there on <see cref="WatchAsync"/> shows only what is yet to happen.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The sequence of the last change of the store, whosever memory it was, erased ones included; 0 before the first.</returns>
    public Task<long> GetLastSequenceAsync(CancellationToken cancellationToken = default) => RunAsync(
        MemoryTelemetryNames.GetLastSequence,
        null,
        async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return (await _parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false)).Sequence;
        });

    private IAsyncEnumerable<HistoryEntry> ReadHistoryAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        StreamedAsync(
            MemoryTelemetryNames.ReadHistory,
            ids.Count == 1 ? ids[0] : null,
            token => _parts.History.ReadAsync(ids, token),
            filter: null,
            cancellationToken);

    private async IAsyncEnumerable<HistoryEntry> StreamedAsync(
        string operation,
        string? id,
        Func<CancellationToken, IAsyncEnumerable<HistoryEntry>> read,
        HistoryFilter? filter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<HistoryEntry>? rows = null;
        try
        {
            // The span ends with the first row: how long the caller takes over the others is not ours to measure.
            bool more = await RunAsync(operation, id, async () =>
            {
                await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
                rows = read(cancellationToken).GetAsyncEnumerator(cancellationToken);
                return await rows.MoveNextAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
            for (; more; more = await rows!.MoveNextAsync().ConfigureAwait(false))
            {
                HistoryEntry row = rows!.Current;
                if ((filter is null || filter.Matches(row)) && IsWithin(row.Item))
                {
                    // What it was before it came into the handle's scope is not the handle's to see.
                    yield return row.Before is null || IsWithin(row.Before) ? row : row with { Before = null, OldText = null };
                }
            }
        }
        finally
        {
            if (rows is not null)
            {
                await rows.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async IAsyncEnumerable<HistoryEntry> FollowAsync(
        HistoryFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HistoryPosition known = HistoryPosition.Start;
        for (long seen = filter.AfterSequence; ;)
        {
            await foreach (HistoryEntry entry in StreamedAsync(
                MemoryTelemetryNames.ReadHistory,
                id: null,
                token => RowsAsync(seen, position => known = position, token),
                filter: null,
                cancellationToken).ConfigureAwait(false))
            {
                seen = entry.Sequence;
                if (filter.Matches(entry))
                {
                    yield return entry;
                }
            }

            // Not every sequence is a row's: one that an erasure took must not be waited for again and again.
            seen = Math.Max(seen, known.Sequence);
            known = known with { Sequence = seen };
            do
            {
                known = await WaitForCommitAsync(known, cancellationToken).ConfigureAwait(false);
            }
            while (known.Sequence <= seen);
        }
    }

    /// <summary>Reads the rows after a sequence, and tells first how far they go at least.</summary>
    private async IAsyncEnumerable<HistoryEntry> RowsAsync(
        long afterSequence, Action<HistoryPosition> tell, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        tell(await _parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false));
        await foreach (HistoryEntry entry in _parts.History.ReadAfterAsync(afterSequence, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    /// <summary>Waits until the history may have moved on, and gets where it ends.</summary>
    private async Task<HistoryPosition> WaitForCommitAsync(HistoryPosition known, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _parts.Closing);
        try
        {
            await _parts.History.WaitForCommitAsync(known, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ThrowIfDisposed();
            throw;
        }

        ThrowIfDisposed();
        return await _parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false);
    }
}
