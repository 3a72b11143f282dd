using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>
/// Keeps calls that cannot or need not be done now, and does them later: those of one owner in their order, each once. Thread-safe.
/// </summary>
internal sealed class CallQueue : IAsyncDisposable
{
    /// <summary>How often a call may fail for a reason that does not pass by itself.</summary>
    private const int Attempts = 3;

    /// <summary>How many calls are read at a time.</summary>
    private const int Page = 500;

    /// <summary>Of how many owners calls are done at a time.</summary>
    private const int Concurrency = 4;

    private readonly IHistoryStore _history;
    private readonly Projection _projection;
    private readonly AddPipeline _adding;
    private readonly Func<QueuedBatch, QueuedCall, CancellationToken, Task<BatchUpdateResult>> _update;
    private readonly CallOnce _calls;
    private readonly MemoryOptions _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly BackgroundWorker _worker;
    private readonly SemaphoreSlim _passing = new(1, 1);

    /// <param name="parts">What the memory is made of.</param>
    /// <param name="update">Makes a batch of updates that was kept.</param>
    public CallQueue(MemoryParts parts, Func<QueuedBatch, QueuedCall, CancellationToken, Task<BatchUpdateResult>> update)
    {
        (_history, _projection, _adding, _update) = (parts.History, parts.Projection, parts.Adding, update);
        (_calls, _settings, _time, _logger) = (parts.Calls, parts.Settings, parts.Time, parts.Logger);
        _worker = new BackgroundWorker(WorkAsync, _settings, _time, _logger);
    }

    /// <summary>Adds a conversation now, or keeps it.</summary>
    public async Task<MemoryAddResult> AddAsync(QueuedAdd add, CancellationToken cancellationToken)
    {
        MemoryQueueMode mode = add.Options.Queue ?? _settings.Queue;
        return await DoAsync(
            mode,
            QueuedCall.OwnerOf(add.Scope),
            () => _adding.AddAsync(add, queued: null, cancellationToken),
            () =>
            {
                _adding.Check(add);
                return KeepAsync(
                    QueuedCallKind.Add, add.Scope, CallRequest.OfAdd(add.Conversation, add.Scope, add.Mode, add.Options), add.ToJson(), cancellationToken);
            },
            static call => new MemoryAddResult([], usage: null, modelCalls: 0) { Queued = call },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a batch of updates now, or keeps it.</summary>
    /// <param name="mode">Whether it may be kept.</param>
    /// <param name="batch">The batch, as it is kept.</param>
    /// <param name="call">What it is recognised by, or null.</param>
    /// <param name="now">Makes it.</param>
    /// <param name="kept">Says that it is kept.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<BatchUpdateResult> UpdateAsync(
        MemoryQueueMode mode,
        QueuedBatch batch,
        IdempotentCall? call,
        Func<Task<BatchUpdateResult>> now,
        Func<QueuedCall, BatchUpdateResult> kept,
        CancellationToken cancellationToken) => DoAsync(
            mode,
            QueuedCall.OwnerOf(batch.Within),
            now,
            () => KeepAsync(QueuedCallKind.BatchUpdate, batch.Within, call, batch.ToJson(), cancellationToken),
            kept,
            cancellationToken);

    /// <summary>Starts to work through the queue in the background, where the settings say so.</summary>
    public void Start()
    {
        if (_settings is { Queue: not MemoryQueueMode.Never, ProcessesQueue: true })
        {
            _worker.Start();
        }
    }

    /// <summary>Works through the queue until nothing is left that can be done now.</summary>
    /// <param name="includeSetAside">Whether calls that are set aside are tried again.</param>
    /// <param name="cancellationToken">Ends the work; what is done is done.</param>
    public async Task<MemoryQueueResult> ProcessAsync(bool includeSetAside, CancellationToken cancellationToken)
    {
        await _projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        await _passing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ConcurrentQueue<MemoryQueueItem> items = [];
            while (await PassAsync(includeSetAside, items, cancellationToken).ConfigureAwait(false))
            {
                // What was done may have made room on the page for more.
            }

            int waiting = 0, setAside = 0;
            await foreach (QueuedCall call in _history.ReadQueueAsync(cancellationToken).ConfigureAwait(false))
            {
                (waiting, setAside) = call.IsSetAside ? (waiting, setAside + 1) : (waiting + 1, setAside);
            }

            return new MemoryQueueResult([.. items], waiting, setAside);
        }
        finally
        {
            _passing.Release();
        }
    }

    /// <summary>Gets where a call stands that is kept still.</summary>
    public async Task<QueuedCallStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        QueuedCall? call = await _history.FindQueuedAsync(id, cancellationToken).ConfigureAwait(false);
        return call is null ? null : new QueuedCallStatus
        {
            Id = call.Id,
            State = call.IsSetAside ? QueuedCallState.SetAside : QueuedCallState.Waiting,
            At = call.QueuedAt,
            Scope = call.Scope,
            Attempts = call.Attempts,
            ErrorCode = call.ErrorCode,
        };
    }

    /// <summary>Gets what a call did that was kept, and is done.</summary>
    public async Task<QueuedCallStatus?> FindDoneAsync(string id, CancellationToken cancellationToken)
    {
        if (await _calls.FindAsync(CallRequest.OfQueued(id), cancellationToken).ConfigureAwait(false) is not { } call)
        {
            return null;
        }

        QueuedCallStatus done = new() { Id = id, State = QueuedCallState.Done, At = call.CalledAt, Scope = call.Scope };
        if (call.Outcome is null)
        {
            return done;
        }

        // An add is described by an object, a batch by a list.
        if (call.Outcome.StartsWith('{'))
        {
            MemoryAddResult added = await AddOutcomes.ReadAsync(_history, call.Outcome, skippedImages: [], cancellationToken).ConfigureAwait(false);
            return done with { Added = added, Items = [.. added.Items], FailedCount = added.Facts.Count(fact => fact.Error is not null) };
        }

        IReadOnlyList<MemoryWriteResult> results = await WriteOutcomes.ReadAsync(_history, call.Outcome, cancellationToken).ConfigureAwait(false);
        return done with
        {
            Items = [.. results.Where(result => result.Change is not null).Select(result => result.Item!)],
            FailedCount = results.Count(result => result.Error is not null),
        };
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private async Task<T> DoAsync<T>(
        MemoryQueueMode mode,
        string owner,
        Func<Task<T>> now,
        Func<Task<QueuedCall>> keep,
        Func<QueuedCall, T> kept,
        CancellationToken cancellationToken)
    {
        // What is said later must not be known earlier.
        bool isKept = mode == MemoryQueueMode.Always
            || (mode == MemoryQueueMode.WhenUnavailable && await _history.IsQueuedAsync(owner, cancellationToken).ConfigureAwait(false));
        if (!isKept)
        {
            try
            {
                return await now().ConfigureAwait(false);
            }
            catch (MemoryNetworkException) when (mode == MemoryQueueMode.WhenUnavailable)
            {
                // Kept below.
            }
        }

        return kept(await keep().ConfigureAwait(false));
    }

    private async Task<QueuedCall> KeepAsync(
        QueuedCallKind kind, MemoryScope? scope, IdempotentCall? key, string content, CancellationToken cancellationToken)
    {
        string id = MemoryId.Create(_time);

        // Without a key of its own it is known by its id: what became of it is recorded with what it does.
        key ??= CallRequest.OfQueued(id);
        QueuedCall call = await _history.EnqueueAsync(
            new QueuedCall
            {
                Id = id,
                Kind = kind,
                Scope = scope,
                QueuedAt = _time.GetUtcNow(),
                Content = content,
                Key = key.Key,
                Request = key.Request,
            },
            cancellationToken).ConfigureAwait(false);
        MemoryLog.Queued(_logger, call.Id, call.Kind);
        if (_settings.ProcessesQueue)
        {
            _worker.Notice();
        }

        return call;
    }

    private async Task<BackgroundProgress> WorkAsync(CancellationToken cancellationToken)
    {
        MemoryQueueResult result = await ProcessAsync(includeSetAside: false, cancellationToken).ConfigureAwait(false);
        return result.WaitingCount == 0 ? BackgroundProgress.Done : result.DoneCount > 0 ? BackgroundProgress.Some : BackgroundProgress.None;
    }

    /// <summary>Tries what is on one page of the queue, but for what was tried already and what stands behind a call that failed.</summary>
    /// <returns>Whether something was done, so that there may be more to do.</returns>
    private async Task<bool> PassAsync(bool includeSetAside, ConcurrentQueue<MemoryQueueItem> items, CancellationToken cancellationToken)
    {
        int before = items.Count;
        HashSet<string> tried = items.Select(item => item.Call.Id).ToHashSet(StringComparer.Ordinal);
        HashSet<string> blocked = items.Where(Blocks).Select(item => item.Call.Owner).ToHashSet(StringComparer.Ordinal);
        List<QueuedCall> page = await _history.ReadQueueAsync(cancellationToken)
            .Where(call => (includeSetAside || !call.IsSetAside) && !tried.Contains(call.Id) && !blocked.Contains(call.Owner))
            .Take(Page)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        bool isUnavailable = false;

        // Whoever failed least comes first: a call that a service never answers must not keep those of others waiting.
        await Parallel.ForEachAsync(
            page.GroupBy(call => call.Owner, StringComparer.Ordinal).OrderBy(calls => calls.First().Attempts),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (calls, token) =>
            {
                foreach (QueuedCall call in calls)
                {
                    if (Volatile.Read(ref isUnavailable))
                    {
                        return;
                    }

                    if (await TryAsync(call, token).ConfigureAwait(false) is not { } item)
                    {
                        continue;
                    }

                    items.Enqueue(item);
                    if (MayPass(item.Error))
                    {
                        Volatile.Write(ref isUnavailable, true);
                    }

                    if (Blocks(item))
                    {
                        return;
                    }
                }
            }).ConfigureAwait(false);
        return !isUnavailable && items.Skip(before).Any(item => item.IsDone);
    }

    /// <summary>Tells whether a call failed through no fault of its own. A reply that cannot be read may be the next time, but not for ever.</summary>
    private static bool MayPass(Exception? error) => error is MemoryNetworkException or MemoryStoreException { IsTransient: true };

    /// <summary>Tells whether later calls of the same owner must wait for this one.</summary>
    private static bool Blocks(MemoryQueueItem item) => !item.IsDone && !item.Call.IsSetAside;

    /// <summary>Does one call.</summary>
    /// <returns>What became of it; null when it has left the queue meanwhile.</returns>
    private async Task<MemoryQueueItem?> TryAsync(QueuedCall call, CancellationToken cancellationToken)
    {
        try
        {
            MemoryQueueItem done = call.Kind == QueuedCallKind.Add
                ? new MemoryQueueItem(call, await _adding.AddAsync(QueuedAdd.Read(call), call, cancellationToken).ConfigureAwait(false), Updated: null, Error: null)
                : new MemoryQueueItem(call, Added: null, await _update(QueuedBatch.Read(call), call, cancellationToken).ConfigureAwait(false), Error: null);

            // With its writes, where it had any.
            await _history.DequeueAsync(call.Id, CancellationToken.None).ConfigureAwait(false);
            MemoryLog.QueuedDone(_logger, call.Id);
            return done;
        }
        catch (CallDequeuedException)
        {
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            MemoryException? error = exception as MemoryException;
            QueuedCall tried = call with
            {
                Attempts = call.Attempts + 1,
                ErrorCode = error?.ErrorCode ?? exception.GetType().Name,
                IsSetAside = !MayPass(error) && (call.IsSetAside || call.Attempts + 1 >= Attempts),
            };
            await _history.NoteAttemptAsync(tried, CancellationToken.None).ConfigureAwait(false);
            MemoryLog.QueuedFailed(_logger, call.Id, tried.Attempts, tried.ErrorCode, tried.IsSetAside);
            return new MemoryQueueItem(tried, Added: null, Updated: null, exception);
        }
    }
}
