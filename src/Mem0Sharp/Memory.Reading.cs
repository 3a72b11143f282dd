using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <content>Reading by id and by scope: from the log, which is what holds.</content>
public sealed partial class Memory
{
    /// <summary>Gets one memory.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The memory, expired or not; null when there is none with this id or it was deleted.</returns>
    /// <exception cref="MemoryValidationException">The id is blank or too long.</exception>
    public async Task<MemoryItem?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        (await GetHeadsAsync([Validate.Id(id, nameof(id))], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Gets one memory as it was.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="asOf">The moment to look back to.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The version that counts, expired or not; null when there was none, or it was deleted.</returns>
    /// <exception cref="MemoryValidationException">The id is blank or too long.</exception>
    public Task<MemoryItem?> GetAsync(string id, MemoryAsOf asOf, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        ArgumentNullException.ThrowIfNull(asOf);
        return RunAsync(MemoryTelemetryNames.GetMemory, id, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return (await _parts.View.EntryAsync(id, asOf, _within, cancellationToken).ConfigureAwait(false))?.Item;
        });
    }

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
        options = Listing(options);
        return options.AsOf is null
            ? ListAsync(scope, options, isOperation: true, cancellationToken)
            : PastAsync(scope, options, options.AsOf, cancellationToken);
    }

    /// <summary>Counts the memories of a scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>0 or more.</returns>
    public Task<long> CountAsync(MemoryScope scope, MemoryListOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        options = Listing(options);
        DateTimeOffset? activeAt = ActiveAt(options);
        return RunAsync(MemoryTelemetryNames.CountMemories, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            if (options.AsOf is not null)
            {
                long count = 0;
                await foreach (HistoryEntry _ in _parts.View.EntriesAsync(
                    scope, options.AsOf, options.IncludeExpired, options.Filter, cancellationToken).ConfigureAwait(false))
                {
                    count++;
                }

                return count;
            }

            return await _parts.History.CountAsync(scope, activeAt, options.Filter, cancellationToken).ConfigureAwait(false);
        });
    }

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
        return [.. heads.Select(head => head is { IsDeleted: false } && IsWithin(head.Item) ? head.Item : null)];
    }

    /// <summary>Tells whether a memory is found where this handle may look: everywhere, unless it is bound to a scope.</summary>
    private bool IsWithin(MemoryItem item) => _within is null || _within.Contains(item);

    private async IAsyncEnumerable<MemoryItem> ListAsync(
        MemoryScope? scope,
        MemoryListOptions options,
        bool isOperation,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        bool inReview = false)
    {
        // One instant for the whole stream: a memory that expires meanwhile does not shift the pages.
        DateTimeOffset? activeAt = ActiveAt(options);
        for (long? before = null; ;)
        {
            HistoryListQuery query = new()
            {
                Scope = scope,
                Before = before,
                Limit = options.PageSize,
                ActiveAt = activeAt,
                InReview = inReview,
                Filter = options.Filter,
            };

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

    private async IAsyncEnumerable<MemoryItem> PastAsync(
        MemoryScope scope, MemoryListOptions options, MemoryAsOf asOf, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (HistoryEntry entry in StreamedAsync(
            MemoryTelemetryNames.ListMemories,
            id: null,
            token => _parts.View.EntriesAsync(scope, asOf, options.IncludeExpired, options.Filter, token),
            filter: null,
            cancellationToken).ConfigureAwait(false))
        {
            yield return entry.Item;
        }
    }
}
