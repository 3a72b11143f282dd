using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>A history in managed memory: no native library, and nothing outlives the process.</summary>
/// <remarks>Thread-safe. What a memory uses when no file is configured, and what tests use.</remarks>
public sealed class InMemoryHistoryStore : IHistoryStore, IDisposable
{
    private readonly Lock _gate = new();
    private readonly CommitSignal _commits = new();

    // Guarded by _gate, both of them.
    private readonly InMemoryTables _tables = new();
    private EmbeddingSpace? _space;

    /// <inheritdoc/>
    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) =>
        Locked(() => new HistoryState(_tables.Position, _space), cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) =>
        Locked(() => _tables.Position, cancellationToken);

    /// <inheritdoc/>
    public async Task WaitForCommitAsync(HistoryPosition known, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // Taken before looking: a commit in between ends the wait at once.
            Task next = _commits.Next;
            if (await GetPositionAsync(cancellationToken).ConfigureAwait(false) != known)
            {
                return;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return Locked(
            () =>
            {
                HistoryPosition before = _tables.Position;
                HistoryTransaction transaction = new(_space, _tables);
                IReadOnlyList<HistoryWriteResult> results = transaction.Run(writes);
                _space = transaction.Space;
                return new HistoryCommit(results, before, _tables.Position);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Locked<IReadOnlyList<MemoryHead?>>(() => [.. ids.Select(_tables.Head)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Locked<IReadOnlyList<MemoryHead>>(
            () =>
            [
                .. Live(query.Scope, query.ActiveAt, query.Filter)
                    .Where(head => query.Before is null || head.FirstSequence < query.Before)
                    .Where(head => !query.InReview || head.Item.ReviewOf is not null)
                    .OrderByDescending(head => head.FirstSequence)
                    .Take(query.Limit),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(
        MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        Locked(() => Live(scope, activeAt, filter).LongCount(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAsync(IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memoryIds);
        return StreamAsync<HistoryEntry>(
            () => [.. memoryIds.Distinct(StringComparer.Ordinal).SelectMany(_tables.EntriesOf).OrderBy(entry => entry.Sequence)],
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        StreamAsync<HistoryEntry>(
            () => [.. _tables.Entries.Where(entry => entry.Sequence > afterSequence).OrderBy(entry => entry.Sequence)],
            cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        StreamAsync<HistoryChange>(
            () =>
            [
                .. _tables.Heads.Values
                    .Where(head => head.Sequence > afterSequence)
                    .OrderBy(head => head.Sequence)
                    .Select(head => new HistoryChange(head, head.IsDeleted ? default : _tables.Embedding(head.Item.Text) ?? default)),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<HistoryEntry>> ReadScopeAsync(
        MemoryScope? scope, long throughSequence, CancellationToken cancellationToken = default) => StreamAsync<IReadOnlyList<HistoryEntry>>(
            () =>
            [
                .. _tables.Memories
                    .Where(head => head.FirstSequence <= throughSequence && (scope is null || scope.Contains(head.Item)))
                    .OrderByDescending(head => head.FirstSequence)
                    .Select(head => _tables.EntriesOf(head.Item.Id).Where(entry => entry.Sequence <= throughSequence).ToArray()),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default) => Locked(
        () => _tables.Entries.Where(entry => entry.RecordedAt <= at).Select(entry => entry.Sequence).DefaultIfEmpty(0).Max(), cancellationToken);

    /// <inheritdoc/>
    public Task<RecordedCall?> GetCallAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Locked(() => _tables.Call(key), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<KnownCall> ReadCallsAsync(CancellationToken cancellationToken = default) =>
        StreamAsync<KnownCall>(() => [.. _tables.Calls], cancellationToken);

    /// <inheritdoc/>
    public Task AddCallsAsync(IReadOnlyList<KnownCall> calls, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return Locked(
            () =>
            {
                foreach (KnownCall call in calls)
                {
                    _tables.Note(call);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateTimeOffset?>> GetRejectionsAsync(
        IReadOnlyList<RejectedValue> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Locked<IReadOnlyList<DateTimeOffset?>>(() => [.. values.Select(_tables.RejectedAt)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> LiftRejectionAsync(RejectedValue value, CancellationToken cancellationToken = default) =>
        Locked(() => _tables.Lift(value), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Rejection> ReadRejectionsAsync(CancellationToken cancellationToken = default) =>
        StreamAsync<Rejection>(() => [.. _tables.Rejections], cancellationToken);

    /// <inheritdoc/>
    public Task AddRejectionsAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rejections);
        return Locked(
            () =>
            {
                foreach (Rejection rejection in rejections)
                {
                    _tables.Reject(rejection);
                }

                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<QueuedCall> EnqueueAsync(QueuedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Locked(() => _tables.Enqueue(call), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<QueuedCall> ReadQueueAsync(CancellationToken cancellationToken = default) =>
        StreamAsync<QueuedCall>(() => [.. _tables.Queue], cancellationToken);

    /// <inheritdoc/>
    public Task<QueuedCall?> FindQueuedAsync(string id, CancellationToken cancellationToken = default) => Locked(
        () => _tables.Queue.FirstOrDefault(call => string.Equals(call.Id, id, StringComparison.Ordinal)), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> IsQueuedAsync(string owner, CancellationToken cancellationToken = default) => Locked(
        () => _tables.Queue.Any(call => !call.IsSetAside && string.Equals(call.Owner, owner, StringComparison.Ordinal)), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> NoteAttemptAsync(QueuedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Locked(() => _tables.NoteAttempt(call), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DequeueAsync(string id, CancellationToken cancellationToken = default) =>
        Locked(() => _tables.Dequeue(id), cancellationToken);

    /// <inheritdoc/>
    public Task<HistoryErasure> EraseAsync(HistoryErasureRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Locked(
            () =>
            {
                HistoryPosition before = _tables.Position;
                return new HistoryErasure(_tables.Erase(request), before, _tables.Position);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ErasedMemory>> GetErasuresAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<ErasedMemory>>(() => [.. _tables.ErasuresAfter(afterSequence)], cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReadOnlyMemory<float>?>> GetEmbeddingsAsync(
        IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Locked<IReadOnlyList<ReadOnlyMemory<float>?>>(() => [.. texts.Select(_tables.Embedding)], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> GetUnembeddedAsync(int limit, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<string>>(() => [.. _tables.Unembedded.Take(limit)], cancellationToken);

    /// <inheritdoc/>
    public Task<int> AddEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return Locked(
            () =>
            {
                StoredEmbedding.EnsureOf(_space, embeddings);
                return _tables.AddEmbeddings(embeddings);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryChange> ReadEmbeddedLaterAsync(long afterSequence, CancellationToken cancellationToken = default) =>
        StreamAsync<HistoryChange>(
            () => [.. _tables.EmbeddedAfter(afterSequence).Select(head => new HistoryChange(head, _tables.Embedding(head.Item.Text)!.Value))], cancellationToken);

    /// <inheritdoc/>
    public Task<StagedEmbeddings> GetStagedEmbeddingsAsync(CancellationToken cancellationToken = default) =>
        Locked(() => _tables.Staged, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ReadUnstagedTextsAsync(EmbeddingSpace? space, CancellationToken cancellationToken = default) =>
        StreamAsync<string>(() => [.. _tables.Unstaged(space)], cancellationToken);

    /// <inheritdoc/>
    public Task<int> StageEmbeddingsAsync(
        IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings, bool restarts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return Locked(() => _tables.Stage(embeddings, restarts), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReplaceEmbeddingsAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Locked(
            () =>
            {
                bool isReplaced = _tables.ReplaceEmbeddings(space);
                _space = isReplaced ? space : _space;
                return isReplaced;
            },
            cancellationToken);
    }

    /// <summary>Finds nothing: managed memory has no file and no second copy that could differ.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>An empty list.</returns>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<string>>(() => [], cancellationToken);

    /// <summary>Refuses: there is no file to copy.</summary>
    /// <param name="path">Not used.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="MemoryConfigurationException">Always.</exception>
    public Task BackupAsync(string path, CancellationToken cancellationToken = default) =>
        Task.FromException(new MemoryConfigurationException(
            "The history is kept in this process only: there is no file to back up.",
            "Keep it in a file by MemoryBuilder.UseSqlite, or write it out by Memory.ExportAsync."));

    /// <inheritdoc/>
    public Task<HistoryState> ResetAsync(CancellationToken cancellationToken = default) => Locked(
        () =>
        {
            _tables.Clear();
            _space = null;
            return new HistoryState(_tables.Position, _space);
        },
        cancellationToken);

    /// <summary>Does nothing: there is nothing to close.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Does nothing: there is nothing to close.</summary>
    public void Dispose()
    {
        // For containers that dispose synchronously.
    }

    private IEnumerable<MemoryHead> Live(MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter) => _tables.Memories.Where(head =>
        !head.IsDeleted
        && (scope is null || scope.Contains(head.Item))
        && (activeAt is not { } now || !head.Item.IsExpired(now))
        && filter?.Matches(head.Item) != false);

    /// <summary>Streams what is read under the lock at the first step: the lock is not held while the caller works.</summary>
    private async IAsyncEnumerable<T> StreamAsync<T>(Func<T[]> read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (T row in await Locked(read, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private Task<T> Locked<T>(Func<T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        lock (_gate)
        {
            HistoryPosition before = _tables.Position;
            T result = read();
            if (_tables.Position != before)
            {
                _commits.Set();
            }

            return Task.FromResult(result);
        }
    }
}
