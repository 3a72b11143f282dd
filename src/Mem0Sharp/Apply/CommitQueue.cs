namespace Mem0Sharp;

/// <summary>
/// Commits concurrent writers in groups: whoever comes while nobody commits takes all that wait, runs them as one transaction,
/// projects it, and completes each caller. Thread-safe.
/// </summary>
internal sealed class CommitQueue(IHistoryStore history, Projection projection, MemoryTelemetry telemetry)
{
    /// <summary>Most writes in one transaction: enough to share a flush, few enough that nobody waits long.</summary>
    private const int GroupSize = 1_024;

    private readonly Lock _gate = new();

    // Guarded by _gate.
    private readonly Queue<PendingCommit> _waiting = new();
    private bool _isLed;
    private TaskCompletionSource? _drained;
    private bool _closed;

    /// <summary>Commits writes in one transaction, together with whatever else waits, and projects them into the store.</summary>
    /// <exception cref="MemoryStoreException">The transaction failed, or (IsCommitted) only the projection did.</exception>
    public async Task<IReadOnlyList<HistoryWriteResult>> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PendingCommit pending = new(writes);
        bool leads;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Memory));
            _waiting.Enqueue(pending);
            leads = !_isLed;
            _isLed = true;
        }

        if (leads)
        {
            // On the caller's own thread: alone, it pays for no hop to another.
            await LeadAsync(onlyOnce: true).ConfigureAwait(false);
        }

        using (cancellationToken.UnsafeRegister(static (state, token) => ((PendingCommit)state!).Abandon(token), pending))
        {
            return await pending.Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Erases in a transaction of its own, and takes what is gone out of the store.</summary>
    /// <exception cref="MemoryStoreException">It failed; when <see cref="MemoryStoreException.IsCommitted"/>, the rows are gone all the same.</exception>
    public async Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken)
    {
        HistoryErasure? erasure = null;
        MemoryStoreException? failure = null;
        try
        {
            erasure = await history.EraseAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (MemoryStoreException exception) when (exception.IsCommitted)
        {
            failure = exception;
        }

        failure = await projection.TryCatchUpAsync().ConfigureAwait(false) ?? failure;
        return failure is null ? erasure! : throw failure;
    }

    /// <summary>Refuses further writes and waits for those that were accepted.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_isLed)
            {
                return Task.CompletedTask;
            }

            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    /// <summary>Commits what waits, group after group.</summary>
    /// <param name="onlyOnce">Whether others go on after the first: a caller serves others once, not for ever.</param>
    private async Task LeadAsync(bool onlyOnce)
    {
        while (true)
        {
            int answered = 0;
            if (TakeGroup() is { } group)
            {
                answered = group.Count;
                await RunAsync(group).ConfigureAwait(false);
            }

            bool areFew;
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _isLed = false;
                    _drained?.TrySetResult();
                    return;
                }

                areFew = _waiting.Count < answered;
            }

            if (onlyOnce || areFew)
            {
                // Behind those who were just answered: what they write next comes into the same group.
                ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.LeadAsync(onlyOnce: false), this, preferLocal: false);
                return;
            }
        }
    }

    private List<PendingCommit>? TakeGroup()
    {
        List<PendingCommit> group = [];
        int writes = 0;
        lock (_gate)
        {
            while (writes < GroupSize && _waiting.TryDequeue(out PendingCommit? pending))
            {
                if (pending.TryTake())
                {
                    group.Add(pending);
                    writes += pending.Writes.Count;
                }
            }
        }

        return group.Count == 0 ? null : group;
    }

    /// <summary>Runs a group. Never throws: each caller gets its own result or error.</summary>
    private async Task RunAsync(List<PendingCommit> group)
    {
        HistoryCommit commit;
        try
        {
            HistoryWrite[] writes = [.. group.SelectMany(pending => pending.Writes)];

            // Before: a listener that throws must not make of what is committed an error.
            telemetry.Transaction(writes.Length);
            commit = await history.CommitAsync(writes, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            group.ForEach(pending => pending.Fail(exception));
            return;
        }

        MemoryStoreException? behind = await projection.TryApplyAsync(commit).ConfigureAwait(false);
        int next = 0;
        foreach (PendingCommit pending in group)
        {
            HistoryWriteResult[] results = [.. commit.Results.Skip(next).Take(pending.Writes.Count)];
            next += results.Length;
            bool isBehind = behind is not null && Array.Exists(results, result => result.Entry is not null);
            Action answer = isBehind ? () => pending.Fail(behind!) : () => pending.Complete(results);
            if (group.Count == 1)
            {
                answer();
            }
            else
            {
                // In the pool's common queue, in their order.
                ThreadPool.UnsafeQueueUserWorkItem(static answer => answer(), answer, preferLocal: false);
            }
        }
    }
}
