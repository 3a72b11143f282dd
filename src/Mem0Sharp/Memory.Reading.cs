using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>Reading by id and by scope: from the log, which is what holds.</content>
public sealed partial class Memory
{
    /// <summary>How often other processes' commits are looked for while somebody watches.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Gets one memory.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The memory, expired or not; null when there is none with this id or it was deleted.</returns>
    /// <exception cref="MemoryValidationException">The id is blank or too long.</exception>
    public async Task<MemoryItem?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        (await GetHeadsAsync([Validate.Id(id, nameof(id))], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Gets several memories at once.</summary>
    /// <param name="ids">1 to <see cref="MemoryLimits.BatchSize"/> different ids.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>As many as ids, in their order; null where there is none or it was deleted.</returns>
    /// <exception cref="MemoryValidationException">An id is blank or stands there twice, or there are too many.</exception>
    public Task<IReadOnlyList<MemoryItem?>> GetAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default) =>
        GetHeadsAsync(Batch(ids, nameof(ids)), cancellationToken);

    /// <summary>Streams all memories of a scope, newest first by when they were added. Pages are read as they are needed.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The memories. One that is changed while the stream runs appears once, as it is when its page is read.</returns>
    /// <exception cref="MemoryValidationException">The page size is out of range.</exception>
    public IAsyncEnumerable<MemoryItem> GetAllAsync(
        MemoryScope scope, MemoryListOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return ListAsync(scope, Listing(options), isOperation: true, cancellationToken);
    }

    /// <summary>Counts the memories of a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>0 or more.</returns>
    public Task<long> CountAsync(MemoryScope scope, MemoryListOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        DateTimeOffset? activeAt = ActiveAt(Listing(options));
        return RunAsync(MemoryTelemetryNames.CountMemories, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return await _parts.History.CountAsync(scope, activeAt, cancellationToken).ConfigureAwait(false);
        });
    }

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
        return ReadHistoryAsync(
            id: null, token => _parts.History.ReadAfterAsync(filter.AfterSequence, token), filter.Validated(nameof(filter)), cancellationToken);
    }

    /// <summary>Follows what happens in the store, this process's changes and others', until it is cancelled.</summary>
    /// <param name="filter">Which changes are wanted, and from where on; null for all from the start.</param>
    /// <param name="cancellationToken">Ends the stream, which has no other end.</param>
    /// <returns>
    /// The changes by sequence, each once: those that happened already, then those that happen. Another process's are seen within half
    /// a second. To go on later, pass the last <see cref="HistoryEntry.Sequence"/> as <see cref="HistoryFilter.AfterSequence"/>.
    /// </returns>
    /// <exception cref="MemoryValidationException">The filter's sequence is negative.</exception>
    public IAsyncEnumerable<HistoryEntry> WatchAsync(HistoryFilter? filter = null, CancellationToken cancellationToken = default) =>
        FollowAsync((filter ?? new HistoryFilter()).Validated(nameof(filter)), cancellationToken);

    private static MemoryListOptions Listing(MemoryListOptions? options) => options switch
    {
        null => new MemoryListOptions(),
        { PageSize: < 1 or > MemoryLimits.BatchSize } => throw new MemoryValidationException(
            nameof(options.PageSize), $"The page size is {options.PageSize}.", $"Give 1 to {MemoryLimits.BatchSize}."),
        _ => options,
    };

    private DateTimeOffset? ActiveAt(MemoryListOptions options) => options.IncludeExpired ? null : _parts.Time.GetUtcNow();

    private Task<IReadOnlyList<MemoryItem?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<MemoryItem?>>(
            MemoryTelemetryNames.GetMemory, ids.Count == 1 ? ids[0] : null, () => ReadAsync(ids, cancellationToken));

    private async Task<MemoryItem?> ReadAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync([id], cancellationToken).ConfigureAwait(false))[0];

    private async Task<IReadOnlyList<MemoryItem?>> ReadAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<MemoryHead?> heads = await _parts.History.GetHeadsAsync(ids, cancellationToken).ConfigureAwait(false);
        return [.. heads.Select(head => head is { IsDeleted: false } ? head.Item : null)];
    }

    private async IAsyncEnumerable<MemoryItem> ListAsync(
        MemoryScope scope, MemoryListOptions options, bool isOperation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One instant for the whole stream: a memory that expires meanwhile does not shift the pages.
        DateTimeOffset? activeAt = ActiveAt(options);
        for (long? before = null; ;)
        {
            HistoryListQuery query = new() { Scope = scope, Before = before, Limit = options.PageSize, ActiveAt = activeAt };

            // As a part of another operation it is not counted as one: a failure would count twice.
            IReadOnlyList<MemoryHead> page = isOperation
                ? await RunAsync(MemoryTelemetryNames.ListMemories, null, ReadAsync).ConfigureAwait(false)
                : await ReadAsync().ConfigureAwait(false);
            foreach (MemoryHead head in page)
            {
                yield return head.Item;
            }

            if (page.Count < options.PageSize)
            {
                yield break;
            }

            before = page[^1].FirstSequence;

            async Task<IReadOnlyList<MemoryHead>> ReadAsync()
            {
                await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
                return await _parts.History.ListAsync(query, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private IAsyncEnumerable<HistoryEntry> ReadHistoryAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ReadHistoryAsync(
            ids.Count == 1 ? ids[0] : null, token => _parts.History.ReadAsync(ids, token), filter: null, cancellationToken);

    private async IAsyncEnumerable<HistoryEntry> ReadHistoryAsync(
        string? id,
        Func<CancellationToken, IAsyncEnumerable<HistoryEntry>> read,
        HistoryFilter? filter,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<HistoryEntry>? rows = null;
        try
        {
            // The span ends with the first row: how long the caller takes over the others is not ours to measure.
            bool more = await RunAsync(MemoryTelemetryNames.ReadHistory, id, async () =>
            {
                await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
                rows = read(cancellationToken).GetAsyncEnumerator(cancellationToken);
                return await rows.MoveNextAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
            for (; more; more = await rows!.MoveNextAsync().ConfigureAwait(false))
            {
                if (filter is null || filter.Matches(rows!.Current))
                {
                    yield return rows!.Current;
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
        // Taken before reading: a commit in between ends the wait at once.
        Task committed = _parts.Commits.Next;
        for (long seen = filter.AfterSequence; ;)
        {
            await foreach (HistoryEntry entry in ReadHistoryAsync(
                id: null, token => _parts.History.ReadAfterAsync(seen, token), filter: null, cancellationToken).ConfigureAwait(false))
            {
                seen = entry.Sequence;
                if (filter.Matches(entry))
                {
                    yield return entry;
                }
            }

            do
            {
                await WaitForCommitAsync(committed, cancellationToken).ConfigureAwait(false);
                ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
                committed = _parts.Commits.Next;
            }
            while ((await _parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false)).Sequence <= seen);
        }
    }

    /// <summary>Waits for a commit of this process, or long enough that another may have committed.</summary>
    private async Task WaitForCommitAsync(Task committed, CancellationToken cancellationToken)
    {
        using CancellationTokenSource delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(committed, Task.Delay(WatchInterval, _parts.Time, delay.Token)).ConfigureAwait(false);
        await delay.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
