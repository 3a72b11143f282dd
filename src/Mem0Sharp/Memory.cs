using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>Long-term memory: conversations go in, facts come out, are kept up to date, and are found again.</summary>
/// <remarks>
/// Made by <see cref="MemoryBuilder"/> or by <c>services.AddMem0Sharp()</c>. Thread-safe; one instance serves a whole process, and
/// several processes may share a file. Opened by the first call. Every call throws <see cref="MemoryException"/>s: see
/// <see cref="MemoryErrorCodes"/> for all kinds; what is not allowed is refused before anything is embedded, asked of a model, or
/// written. After a call that changes something has returned, every search and read sees the change.
/// </remarks>
public sealed class Memory : IAsyncDisposable, IDisposable
{
    private readonly MemoryParts _parts;
    private int _disposed;

    internal Memory(MemoryParts parts) => _parts = parts;

    /// <summary>Gets the embedding model's id, which the memory file records.</summary>
    public string EmbeddingModel => _parts.Embedder.Model;

    /// <summary>Opens the file and brings the store up to date. Optional: the first call of any other kind does it.</summary>
    /// <param name="cancellationToken">Ends the work; it can be called again.</param>
    /// <returns>A task that ends when reads and writes can begin.</returns>
    /// <exception cref="MemoryConfigurationException">The native SQLite library is missing, or the file is none of ours.</exception>
    /// <exception cref="EmbeddingSpaceException">The file was filled by another embedding model.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.OpenStore, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            long count = await _parts.History.CountAsync(scope: null, activeAt: null, cancellationToken).ConfigureAwait(false);
            HistoryPosition position = await _parts.History.GetPositionAsync(cancellationToken).ConfigureAwait(false);
            MemoryLog.Opened(_parts.Logger, count, position.Sequence, EmbeddingModel);
            return count;
        });

    /// <summary>Remembers what is worth keeping of a conversation.</summary>
    /// <param name="messages">
    /// The messages, oldest first, 1 to <see cref="MemoryLimits.Messages"/>. System messages and messages without text are passed
    /// over. Where a message has a <c>MessageId</c>, the memories made of it say so; its <c>AuthorName</c> becomes their actor.
    /// </param>
    /// <param name="scope">Whose memories they become. Known ones are looked for in all that the same user (or agent, or run) has.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>Per fact, what it was compared with, what was decided and what changed.</returns>
    /// <exception cref="MemoryValidationException">No message has text, or an option is out of range.</exception>
    /// <exception cref="ModelResponseException">A model's reply could not be read. Nothing was written.</exception>
    /// <exception cref="MemoryNetworkException">A model or the embedder could not be reached. Nothing was written.</exception>
    public Task<MemoryAddResult> AddAsync(
        IEnumerable<ChatMessage> messages, MemoryScope scope, MemoryAddOptions? options = null, CancellationToken cancellationToken = default) =>
        AddAsync(Conversation.Of(messages), scope, options, cancellationToken);

    /// <summary>Remembers what is worth keeping of a text, as if the user had said it.</summary>
    /// <param name="text">1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</param>
    /// <param name="scope">Whose memories they become.</param>
    /// <param name="options">Settings, or null for the defaults. With <c>Infer = false</c> the text is stored as it is.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>Per fact, what it was compared with, what was decided and what changed.</returns>
    /// <exception cref="MemoryValidationException">The text is blank or too long, or an option is out of range.</exception>
    /// <exception cref="ModelResponseException">A model's reply could not be read. Nothing was written.</exception>
    /// <exception cref="MemoryNetworkException">A model or the embedder could not be reached. Nothing was written.</exception>
    public Task<MemoryAddResult> AddAsync(
        string text, MemoryScope scope, MemoryAddOptions? options = null, CancellationToken cancellationToken = default) =>
        AddAsync(Conversation.Of(text), scope, options, cancellationToken);

    /// <summary>Finds the memories that answer a question, best first.</summary>
    /// <param name="query">The question or words, 1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</param>
    /// <param name="scope">Only memories found in this scope are searched.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work; nothing is changed.</param>
    /// <returns>0 to <see cref="MemorySearchOptions.Top"/> memories. Empty means that nothing was found.</returns>
    /// <exception cref="MemoryValidationException">The query is blank, or an option is out of range.</exception>
    /// <exception cref="MemoryNetworkException">The embedder could not be reached.</exception>
    public Task<MemorySearchResults> SearchAsync(
        string query, MemoryScope scope, MemorySearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate.Text(query, nameof(query));
        ArgumentNullException.ThrowIfNull(scope);
        options ??= new MemorySearchOptions();
        Validate.Top(options.Top, nameof(options.Top));
        Validate.Score(options.Threshold, nameof(options.Threshold));
        return RunAsync(MemoryTelemetryNames.SearchMemory, null, async () =>
        {
            IReadOnlyList<IReadOnlyList<VectorMatch>> matches =
                await _parts.Searcher.SearchAsync([query], scope, options, cancellationToken).ConfigureAwait(false);
            MemoryTelemetry.Count(matches[0].Count);
            bool compared = _parts.Projection.IsStoreOpen;
            return new MemorySearchResults(
                [.. matches[0].Select(match => new MemorySearchResult(match.Item, match.Score))],
                compared ? SearchSignals.Vector : SearchSignals.None,
                compared ? EmbeddingModel : null);
        });
    }

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

    /// <summary>Changes a memory's text. Metadata, tags and whose it is stay.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="text">The new text, 1 to <see cref="MemoryLimits.TextLength"/> characters, not blank.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory as it is now, and whether it changed.</returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory. Nothing was embedded.</exception>
    /// <exception cref="MemoryConflictException">It has another version than expected.</exception>
    /// <exception cref="ImmutableMemoryException">It may not be changed.</exception>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, string text, MemoryUpdateOptions? options = null, CancellationToken cancellationToken = default) =>
        UpdateAsync(id, MemoryPatch.ForText(text), options, cancellationToken);

    /// <summary>Changes a memory: text, metadata, tags, times, or several of them in one version.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="patch">The change. A text that is the same costs no embedding.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory as it is now, and whether it changed.</returns>
    /// <exception cref="MemoryValidationException">The patch is empty, or its result would break a limit.</exception>
    /// <exception cref="MemoryNotFoundException">There is no such memory. Nothing was embedded.</exception>
    /// <exception cref="MemoryConflictException">It has another version than expected.</exception>
    /// <exception cref="ImmutableMemoryException">It may not be changed.</exception>
    /// <remarks>Without an expected version, concurrent patches to different parts or keys all survive: each is merged into the newest version.</remarks>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, MemoryPatch patch, MemoryUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        MemoryWrite write = PatchOf(Validate.Id(id, nameof(id)), patch, options?.ExpectedVersion) with { Reason = ReasonOf(options) };
        return RunAsync(MemoryTelemetryNames.UpdateMemory, id, async () =>
        {
            MemoryWriteResult result = await WriteOneAsync(write, cancellationToken).ConfigureAwait(false);
            return new MemoryUpdateResult(result.Item!, result.Change is null ? UpdateOutcome.Unchanged : UpdateOutcome.Updated);
        });
    }

    /// <summary>Changes many memories: one embedding call for all new texts, one transaction, each update succeeding or failing by itself.</summary>
    /// <param name="updates">1 to <see cref="MemoryLimits.BatchSize"/> updates of different memories.</param>
    /// <param name="cancellationToken">Ends the work until the changes are committed.</param>
    /// <returns>One item for each update, in their order.</returns>
    /// <exception cref="MemoryValidationException">
    /// There are none or too many, an id stands there twice, or a patch is not acceptable. Nothing was done.
    /// </exception>
    public Task<BatchUpdateResult> BatchUpdateAsync(IEnumerable<MemoryUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        MemoryUpdate[] all = [.. updates.Take(MemoryLimits.BatchSize + 1)];
        Validate.Batch([.. all.Select(update => update.Id)], nameof(updates));
        MemoryWrite[] writes = [.. all.Select(update => PatchOf(update.Id, update.Patch, update.ExpectedVersion))];
        return RunAsync(MemoryTelemetryNames.UpdateMemory, null, async () =>
        {
            IReadOnlyList<MemoryWriteResult> results = await WriteAsync(writes, cancellationToken).ConfigureAwait(false);
            return new BatchUpdateResult(
            [
                .. results.Select((result, i) => new BatchUpdateItem(
                    all[i].Id,
                    result.Error is not null ? UpdateOutcome.Failed
                        : result.Change is null ? UpdateOutcome.Unchanged : UpdateOutcome.Updated,
                    result.Item,
                    result.Error)),
            ]);
        });
    }

    /// <summary>Deletes a memory. Its history remains.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory's last content, at the version that the delete made.</returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    /// <exception cref="MemoryConflictException">It has another version than expected.</exception>
    public Task<MemoryItem> DeleteAsync(string id, MemoryUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        MemoryWrite write = new MemoryWrite.Delete(Validate.Id(id, nameof(id)))
        {
            ExpectedVersion = Validate.Version(options?.ExpectedVersion, nameof(options.ExpectedVersion)),
            Reason = ReasonOf(options),
        };
        return RunAsync(MemoryTelemetryNames.DeleteMemory, id, async () =>
            (await WriteOneAsync(write, cancellationToken).ConfigureAwait(false)).Item!);
    }

    /// <summary>Deletes many memories in one transaction, each succeeding or failing by itself. Their history remains.</summary>
    /// <param name="ids">1 to <see cref="MemoryLimits.BatchSize"/> different ids.</param>
    /// <param name="cancellationToken">Ends the work until the changes are committed.</param>
    /// <returns>One item for each id, in their order.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or an id is blank or stands there twice.</exception>
    public Task<BatchDeleteResult> BatchDeleteAsync(IEnumerable<string> ids, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> all = Batch(ids, nameof(ids));
        return RunAsync(MemoryTelemetryNames.DeleteMemory, null, async () =>
        {
            IReadOnlyList<MemoryWriteResult> results = await WriteAsync(
                [.. all.Select(id => new MemoryWrite.Delete(id))], cancellationToken).ConfigureAwait(false);
            return new BatchDeleteResult([.. results.Select((result, i) => new BatchDeleteItem(all[i], result.Error))]);
        });
    }

    /// <summary>Deletes every memory of a scope, expired ones too, in one transaction. Their history remains.</summary>
    /// <param name="scope">The scope. There is no way to mean "all users": that is <see cref="ResetAsync"/>.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>How many were deleted.</returns>
    /// <remarks>A memory added to the scope while the call runs may remain.</remarks>
    public Task<int> DeleteAllAsync(MemoryScope scope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        MemoryListOptions everything = new() { IncludeExpired = true, PageSize = MemoryLimits.BatchSize };
        return RunAsync(MemoryTelemetryNames.DeleteMemory, null, async () =>
        {
            List<MemoryWrite> writes = [];
            await foreach (MemoryItem item in ListAsync(scope, everything, isOperation: false, cancellationToken).ConfigureAwait(false))
            {
                writes.Add(new MemoryWrite.Delete(item.Id));
            }

            IReadOnlyList<MemoryWriteResult> results = writes.Count == 0
                ? []
                : await WriteAsync(writes, cancellationToken).ConfigureAwait(false);

            // What somebody else deleted in the meantime is gone as well, but not by this call.
            return results.Count(result => result.Error is null);
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

    /// <summary>Removes everything: all memories of all scopes, the history, the embeddings and the record of the embedding model.</summary>
    /// <param name="cancellationToken">Ends the work before it begins; not after.</param>
    /// <returns>A task that ends when the store is empty.</returns>
    public Task ResetAsync(CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.ResetStore, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            HistoryState state = await _parts.History.ResetAsync(cancellationToken).ConfigureAwait(false);
            await _parts.Projection.ResetAsync(state, CancellationToken.None).ConfigureAwait(false);
            MemoryLog.Reset(_parts.Logger);
            return state.Position.Epoch;
        });

    /// <summary>Refuses further calls, waits for writes that were accepted, and closes the file.</summary>
    /// <returns>A task that ends when everything is closed. Calling it again does nothing.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _parts.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Does what <see cref="DisposeAsync"/> does, and blocks until it is done: some containers dispose synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static MemoryWrite.Patch PatchOf(string id, MemoryPatch patch, int? expectedVersion)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return new MemoryWrite.Patch(id, patch.Validated(nameof(patch)))
        {
            ExpectedVersion = Validate.Version(expectedVersion, nameof(expectedVersion)),
        };
    }

    private static string? ReasonOf(MemoryUpdateOptions? options) =>
        Validate.Label(options?.Reason, MemoryLimits.ReasonLength, nameof(options.Reason));

    private static IReadOnlyList<string> Batch(IEnumerable<string> ids, string parameter)
    {
        ArgumentNullException.ThrowIfNull(ids, parameter);
        string[] all = [.. ids.Take(MemoryLimits.BatchSize + 1)];
        Validate.Batch(all, parameter);
        return all;
    }

    private static MemoryListOptions Listing(MemoryListOptions? options) => options switch
    {
        null => new MemoryListOptions(),
        { PageSize: < 1 or > MemoryLimits.BatchSize } => throw new MemoryValidationException(
            nameof(options.PageSize), $"The page size is {options.PageSize}.", $"Give 1 to {MemoryLimits.BatchSize}."),
        _ => options,
    };

    private DateTimeOffset? ActiveAt(MemoryListOptions options) => options.IncludeExpired ? null : _parts.Time.GetUtcNow();

    private Task<MemoryAddResult> AddAsync(
        Conversation conversation, MemoryScope scope, MemoryAddOptions? options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        options ??= new MemoryAddOptions();
        Validate.ValidityInterval(options.ValidFrom, options.ValidTo, nameof(options));
        string operation = options.Infer ? MemoryTelemetryNames.UpsertMemory : MemoryTelemetryNames.CreateMemory;
        return RunAsync(operation, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            return options.Infer
                ? await _parts.Adding.AddAsync(conversation, scope, options, cancellationToken).ConfigureAwait(false)
                : await _parts.Adding.AddVerbatimAsync(conversation, scope, options, cancellationToken).ConfigureAwait(false);
        });
    }

    private Task<IReadOnlyList<MemoryItem?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<MemoryItem?>>(MemoryTelemetryNames.GetMemory, ids.Count == 1 ? ids[0] : null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<MemoryHead?> heads = await _parts.History.GetHeadsAsync(ids, cancellationToken).ConfigureAwait(false);
            return [.. heads.Select(head => head is { IsDeleted: false } ? head.Item : null)];
        });

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

    private async IAsyncEnumerable<HistoryEntry> ReadHistoryAsync(
        IReadOnlyList<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IAsyncEnumerator<HistoryEntry> rows = _parts.History.ReadAsync(ids, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (rows.ConfigureAwait(false))
        {
            // The span ends with the first row: how long the caller takes over the others is not ours to measure.
            bool more = await RunAsync(MemoryTelemetryNames.ReadHistory, ids.Count == 1 ? ids[0] : null, async () =>
            {
                await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
                return await rows.MoveNextAsync().ConfigureAwait(false);
            }).ConfigureAwait(false);
            for (; more; more = await rows.MoveNextAsync().ConfigureAwait(false))
            {
                yield return rows.Current;
            }
        }
    }

    private async Task<MemoryWriteResult> WriteOneAsync(MemoryWrite write, CancellationToken cancellationToken)
    {
        MemoryWriteResult result = (await WriteAsync([write], cancellationToken).ConfigureAwait(false))[0];
        return result.Error is null ? result : throw result.Error;
    }

    private async Task<IReadOnlyList<MemoryWriteResult>> WriteAsync(IReadOnlyList<MemoryWrite> writes, CancellationToken cancellationToken)
    {
        await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<MemoryWriteResult> results =
            await _parts.Writer.UpdateMemoryAsync(writes, cancellationToken).ConfigureAwait(false);
        MemoryTelemetry.Count(results.Count(result => result.Change is not null));
        return results;
    }

    private Task<T> RunAsync<T>(string operation, string? recordId, Func<Task<T>> work)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _parts.Telemetry.RunAsync(operation, recordId, work);
    }
}
