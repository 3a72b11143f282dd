using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>Calls that are kept and done later.</content>
public sealed partial class Memory
{
    /// <summary>
    /// Does the calls that are kept (<see cref="MemoryOptions.Queue"/>), as far as they can be done now. The memory does so by itself, unless
    /// <see cref="MemoryOptions.ProcessesQueue"/> says otherwise.
    /// </summary>
    /// <param name="includeSetAside">Whether calls that were set aside, since they failed too often, are tried again.</param>
    /// <param name="cancellationToken">Ends the work; what is committed stays, and the rest is kept.</param>
    /// <returns>What became of each call that was tried, and how many are left.</returns>
    /// <remarks>
    /// The calls of one user are done in their order, those of several at a time. Where a service cannot be reached, the rest waits. Each is done
    /// once, also where several processes work through one queue: then it may be asked of a model in each of them.
    /// </remarks>
    public Task<MemoryQueueResult> ProcessQueueAsync(bool includeSetAside = false, CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.ProcessQueue, null, async () =>
        {
            MemoryQueueResult result = await _queue.ProcessAsync(includeSetAside, cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count(result.DoneCount);
            return result;
        });

    /// <summary>Lists the calls that are kept, oldest first, those that are set aside too.</summary>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The calls.</returns>
    public async IAsyncEnumerable<QueuedCall> GetQueueAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<QueuedCall>? calls = null;
        try
        {
            // The span ends with the first call: how long the caller takes over the others is not ours to measure.
            bool more = await RunAsync(MemoryTelemetryNames.ReadQueue, null, async () =>
            {
                await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
                calls = _parts.History.ReadQueueAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
                return await calls.MoveNextAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
            for (; more; more = await calls!.MoveNextAsync().ConfigureAwait(false))
            {
                yield return calls!.Current;
            }
        }
        finally
        {
            if (calls is not null)
            {
                await calls.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Tells what became of a call that was kept.</summary>
    /// <param name="id">Its id, as <see cref="MemoryAddResult.Queued"/> or <see cref="BatchUpdateResult.Queued"/> says.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// Where it stands; null where no call with this id was kept, it was given up or erased, or was done longer ago than
    /// <see cref="MemoryOptions.IdempotencyRetention"/>. A call that had an idempotency key is known by its id only until it is done: after
    /// that, made again with its key, it returns what it did.
    /// </returns>
    public Task<QueuedCallStatus?> GetQueuedAsync(string id, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        return RunAsync(MemoryTelemetryNames.GetQueued, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);

            // The queue first: what leaves it is recorded in the same transaction.
            QueuedCallStatus? status = await _queue.FindAsync(id, cancellationToken).ConfigureAwait(false)
                ?? await _queue.FindDoneAsync(id, cancellationToken).ConfigureAwait(false);
            return status is not null && (_within is null || (status.Scope is { } scope && _within.Covers(scope))) ? status : null;
        });
    }

    /// <summary>Gives up a call that is kept: it is not done any more.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>Whether it was kept still. One that is being done at this moment is not committed.</returns>
    public Task<bool> DiscardQueuedAsync(string id, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        return RunAsync(MemoryTelemetryNames.DiscardQueued, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return await _parts.History.DequeueAsync(id, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Makes a batch of updates now, or keeps what of it can be made at all.</summary>
    private Task<BatchUpdateResult> MakeOrKeepAsync(
        MemoryQueueMode mode, MemoryWrite.Patch[] writes, BatchUpdateOptions options, IdempotentCall? call, CancellationToken cancellationToken)
    {
        MemoryUpdate[] made =
        [
            .. writes.Where(write => write.Error is null)
                .Select(write => new MemoryUpdate(write.Id, write.Change) { ExpectedVersion = write.ExpectedVersion, OnConflict = write.OnConflict }),
        ];
        return mode == MemoryQueueMode.Never || made.Length == 0 || (options.AllOrNothing && made.Length < writes.Length)
            ? NowAsync()
            : _queue.UpdateAsync(mode, new QueuedBatch(made, _within, options), call, NowAsync, Kept, cancellationToken);

        Task<BatchUpdateResult> NowAsync() => UpdateAsync(writes, options, call, dequeues: null, cancellationToken);

        BatchUpdateResult Kept(QueuedCall kept) => new(
            [
                .. writes.Select(write => new BatchUpdateItem(
                    write.Id, write.Error is null ? UpdateOutcome.Queued : UpdateOutcome.Failed, Item: null, write.Error)),
            ])
        {
            Queued = kept,
        };
    }

    private async Task<BatchUpdateResult> UpdateAsync(
        MemoryWrite.Patch[] writes, BatchUpdateOptions options, IdempotentCall? call, string? dequeues, CancellationToken cancellationToken)
    {
        IReadOnlyList<MemoryWriteResult> results = await WriteAsync(
            writes, new MemoryWriteGroup(options.AllOrNothing, call, dequeues), cancellationToken).ConfigureAwait(false);
        return new BatchUpdateResult(
            [.. results.Select((result, i) => new BatchUpdateItem(writes[i].Id, result.Outcome, result.Item, result.Error))]);
    }

    private Task<BatchUpdateResult> UpdateQueuedAsync(QueuedBatch batch, QueuedCall queued, CancellationToken cancellationToken)
    {
        ChangeNote note = batch.Options.Note(nameof(BatchUpdateOptions));
        return UpdateAsync(
            [.. batch.Updates.Select(update => PatchOf(update, note) with { Within = batch.Within })],
            batch.Options,
            queued.Key is null ? null : new IdempotentCall(queued.Key, queued.Request!, batch.Within),
            queued.Id,
            cancellationToken);
    }
}
