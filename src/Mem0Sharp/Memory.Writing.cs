namespace Mem0Sharp;

/// <content>Direct changes: update, delete, reset.</content>
public sealed partial class Memory
{
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

    /// <summary>Changes a memory: text, metadata, tags, links, times, or several of them in one version.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="patch">The change. A text that is the same costs no embedding.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory as it is now, and whether it changed.</returns>
    /// <exception cref="MemoryValidationException">
    /// The patch is empty, its result would break a limit, or it links to what is not there or not of the same owner: see <see cref="LinksPatch"/>.
    /// </exception>
    /// <exception cref="MemoryNotFoundException">There is no such memory. Nothing was embedded.</exception>
    /// <exception cref="MemoryConflictException">It has another version than expected.</exception>
    /// <exception cref="ImmutableMemoryException">It may not be changed.</exception>
    /// <remarks>Without an expected version, concurrent patches to different parts or keys all survive: each is merged into the newest version.</remarks>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, MemoryPatch patch, MemoryUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MemoryUpdateOptions();
        MemoryWrite.Patch write = PatchOf(Validate.Id(id, nameof(id)), patch, options.ExpectedVersion, options.Note(nameof(options))) with
        {
            OnConflict = options.OnConflict,
            When = options.When,
        };
        IdempotentCall? call = CallRequest.OfUpdate(id, patch, options, _within);
        return RunAsync(MemoryTelemetryNames.UpdateMemory, id, async () =>
        {
            if (call is not null && _parts.Redactor.IsSet)
            {
                // What is kept of the call is a hash: of what may be known.
                write = await _parts.Redactor.RedactAsync(write, cancellationToken).ConfigureAwait(false);
                call = CallRequest.OfUpdate(id, write.Change, options, _within);
            }

            if (write.Error is not null)
            {
                throw write.Error;
            }

            MemoryWriteResult result = await WriteOneAsync(write, cancellationToken, call).ConfigureAwait(false);
            return new MemoryUpdateResult(result.Item!, result.Outcome);
        });
    }

    /// <summary>Reads a memory, decides on a change, and makes it; when somebody else changed it in between, reads and decides again.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="decide">
    /// Given the memory as it is, returns the change, or null to leave it. Called once for each attempt. What it throws is thrown by
    /// the call, and nothing is changed.
    /// </param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory as it is now, and whether it changed.</returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    /// <exception cref="MemoryConflictException">Somebody else was quicker in every attempt.</exception>
    /// <exception cref="ImmutableMemoryException">It may not be changed.</exception>
    public Task<MemoryUpdateResult> UpdateAsync(
        string id, Func<MemoryItem, MemoryPatch?> decide, MemoryRetryOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate.Id(id, nameof(id));
        ArgumentNullException.ThrowIfNull(decide);
        options = (options ?? new MemoryRetryOptions()).Validated(nameof(options));
        ChangeNote note = options.Note(nameof(options));
        return RunAsync(MemoryTelemetryNames.UpdateMemory, id, async () =>
        {
            for (int attempt = 0; ; attempt++)
            {
                MemoryItem item = await ReadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new MemoryNotFoundException(id);
                if (decide(item) is not { } patch)
                {
                    return new MemoryUpdateResult(item, UpdateOutcome.Unchanged);
                }

                MemoryWriteResult result = (await WriteAsync(
                    [PatchOf(id, patch, item.Version, note)], default, cancellationToken).ConfigureAwait(false))[0];
                if (result.Error is null)
                {
                    return new MemoryUpdateResult(result.Item!, result.Outcome);
                }

                if (result.Error is not MemoryConflictException || attempt == options.MaxRetries)
                {
                    throw result.Error;
                }

                await Task.Delay(options.DelayBefore(attempt), _parts.Time, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>Changes many memories: one embedding call for all new texts, one transaction. By default each update succeeds or fails by itself.</summary>
    /// <param name="updates">1 to <see cref="MemoryLimits.BatchSize"/> updates of different memories.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the changes are committed.</param>
    /// <returns>One item for each update, in their order.</returns>
    /// <exception cref="MemoryValidationException">
    /// There are none or too many, an id stands there twice, or a patch is not acceptable. Nothing was done.
    /// </exception>
    public Task<BatchUpdateResult> BatchUpdateAsync(
        IEnumerable<MemoryUpdate> updates, BatchUpdateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        MemoryUpdate[] all = [.. updates.Take(MemoryLimits.BatchSize + 1)];
        Validate.Batch([.. all.Select(update => update.Id)], nameof(updates));
        options ??= new BatchUpdateOptions();
        ChangeNote note = options.Note(nameof(options));
        MemoryQueueMode mode = Validate.QueueMode(options.Queue ?? _parts.Settings.Queue, nameof(options));
        MemoryWrite.Patch[] writes = [.. all.Select(update => PatchOf(update, note))];
        IdempotentCall? call = CallRequest.OfBatch(writes, options, _within);
        return RunAsync(MemoryTelemetryNames.UpdateMemory, null, async () =>
        {
            if ((call is not null || mode != MemoryQueueMode.Never) && _parts.Redactor.IsSet)
            {
                for (int i = 0; i < writes.Length; i++)
                {
                    writes[i] = await _parts.Redactor.RedactAsync(writes[i], cancellationToken).ConfigureAwait(false);
                }

                call = CallRequest.OfBatch(writes, options, _within);
            }

            return await MakeOrKeepAsync(mode, writes, options, call, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>
    /// Deletes a memory. Its history remains; what it said is not learned again from a conversation, until it is said by hand or
    /// <see cref="LiftRejectionAsync"/> allows it.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory's last content, at the version that the delete made.</returns>
    /// <exception cref="MemoryNotFoundException">There is no such memory.</exception>
    /// <exception cref="MemoryConflictException">It has another version than expected.</exception>
    public Task<MemoryItem> DeleteAsync(string id, MemoryDeleteOptions? options = null, CancellationToken cancellationToken = default)
    {
        MemoryWrite write = new MemoryWrite.Delete(Validate.Id(id, nameof(id)))
        {
            ExpectedVersion = Validate.Version(options?.ExpectedVersion, nameof(options.ExpectedVersion)),
            Note = NoteOf(options),
            IsByHand = true,
        };
        return RunAsync(MemoryTelemetryNames.DeleteMemory, id, async () =>
            (await WriteOneAsync(write, cancellationToken).ConfigureAwait(false)).Item!);
    }

    /// <summary>Deletes many memories in one transaction, each succeeding or failing by itself. Their history remains.</summary>
    /// <param name="ids">1 to <see cref="MemoryLimits.BatchSize"/> different ids.</param>
    /// <param name="options">Who and why, or null.</param>
    /// <param name="cancellationToken">Ends the work until the changes are committed.</param>
    /// <returns>One item for each id, in their order.</returns>
    /// <exception cref="MemoryValidationException">There are none or too many, or an id is blank or stands there twice.</exception>
    public Task<BatchDeleteResult> BatchDeleteAsync(
        IEnumerable<string> ids, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> all = Batch(ids, nameof(ids));
        ChangeNote note = NoteOf(options);
        return RunAsync(MemoryTelemetryNames.DeleteMemory, null, async () =>
        {
            IReadOnlyList<MemoryWriteResult> results = await WriteAsync(
                [.. all.Select(id => new MemoryWrite.Delete(id) { Note = note, IsByHand = true })], default, cancellationToken).ConfigureAwait(false);
            return new BatchDeleteResult([.. results.Select((result, i) => new BatchDeleteItem(all[i], result.Error))]);
        });
    }

    /// <summary>
    /// Deletes every memory of a scope, expired ones too, in one transaction. Their history remains. It is a fresh start, no
    /// judgement: what they said may be learned again.
    /// </summary>
    /// <param name="scope">The scope. There is no way to mean "all users": that is <see cref="ResetAsync"/>.</param>
    /// <param name="options">Who and why, or null.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>How many were deleted.</returns>
    /// <remarks>A memory added to the scope while the call runs may remain.</remarks>
    public Task<int> DeleteAllAsync(
        MemoryScope scope, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return DeleteFoundAsync(scope, filter: null, NoteOf(options), cancellationToken);
    }

    /// <summary>
    /// Deletes the memories of a scope that match a filter, expired ones too, in one transaction. Their history remains, and what they said
    /// may be learned again.
    /// </summary>
    /// <param name="scope">The scope. The filter narrows it, and never widens it.</param>
    /// <param name="filter">What a memory must match.</param>
    /// <param name="options">Who and why, or null.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>How many were deleted.</returns>
    /// <remarks>A memory that is added or changed while the call runs may remain, for it may no longer be what the filter matched.</remarks>
    public Task<int> DeleteAllAsync(
        MemoryScope scope, MemoryFilter filter, MemoryChangeOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(filter);
        return DeleteFoundAsync(scope, filter, NoteOf(options), cancellationToken);
    }

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

    private Task<int> DeleteFoundAsync(MemoryScope scope, MemoryFilter? filter, ChangeNote note, CancellationToken cancellationToken)
    {
        MemoryListOptions found = new() { IncludeExpired = true, PageSize = MemoryLimits.BatchSize, Filter = filter };
        return RunAsync(MemoryTelemetryNames.DeleteMemory, null, async () =>
        {
            List<MemoryWrite> writes = [];
            await foreach (MemoryItem item in ListAsync(scope, found, isOperation: false, cancellationToken).ConfigureAwait(false))
            {
                writes.Add(new MemoryWrite.Delete(item.Id) { Note = note, ExpectedVersion = filter is null ? null : item.Version });
            }

            IReadOnlyList<MemoryWriteResult> results = writes.Count == 0
                ? []
                : await WriteAsync(writes, default, cancellationToken).ConfigureAwait(false);

            // What somebody else deleted in the meantime is gone as well, but not by this call.
            return results.Count(result => result.Error is null);
        });
    }

    private static MemoryWrite.Patch PatchOf(MemoryUpdate update, ChangeNote note) =>
        PatchOf(update.Id, update.Patch, update.ExpectedVersion, note) with { OnConflict = update.OnConflict };

    private static MemoryWrite.Patch PatchOf(string id, MemoryPatch patch, int? expectedVersion, ChangeNote note)
    {
        ArgumentNullException.ThrowIfNull(patch);
        return new MemoryWrite.Patch(id, patch.Validated(nameof(patch), id))
        {
            ExpectedVersion = Validate.Version(expectedVersion, nameof(expectedVersion)),
            Note = note,
            IsByHand = true,
            IsOwnText = true,
        };
    }

    private static ChangeNote NoteOf(MemoryChangeOptions? options) => options?.Note(nameof(options)) ?? default;

    private async Task<MemoryWriteResult> WriteOneAsync(
        MemoryWrite write, CancellationToken cancellationToken, IdempotentCall? call = null)
    {
        MemoryWriteGroup group = new(AllOrNothing: false, call);
        MemoryWriteResult result = (await WriteAsync([write], group, cancellationToken).ConfigureAwait(false))[0];
        return result.Error is null ? result : throw result.Error;
    }

    private async Task<IReadOnlyList<MemoryWriteResult>> WriteAsync(
        IReadOnlyList<MemoryWrite> writes, MemoryWriteGroup group, CancellationToken cancellationToken)
    {
        await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        if (_within is not null)
        {
            writes = [.. writes.Select(write => write with { Within = _within })];
        }

        IReadOnlyList<MemoryWriteResult> results = await _parts.Calls.RunAsync(
            group.Call,
            () => _parts.Writer.UpdateMemoryAsync(writes, group, cancellationToken),
            outcome => WriteOutcomes.ReadAsync(_parts.History, outcome, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        MemoryTelemetry.Count(results.Count(result => result.Change is not null));
        return results;
    }
}
