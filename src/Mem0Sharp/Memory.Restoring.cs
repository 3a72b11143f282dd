namespace Mem0Sharp;

/// <content>Bringing back what was: one version, or the state of a moment.</content>
public sealed partial class Memory
{
    /// <summary>Brings back an earlier version of a memory as a new version: also of a deleted one, also of one that was restored before.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="version">
    /// The version whose content comes back, 1 or more: see <see cref="HistoryAsync(string, CancellationToken)"/>. To undo the last
    /// change, give the version before it. The version that a delete made stands for the content that was deleted.
    /// </param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>The memory as it is now, and whether it changed: what has that content already gets no new version.</returns>
    /// <exception cref="MemoryValidationException">The memory never had this version.</exception>
    /// <exception cref="MemoryNotFoundException">There never was such a memory.</exception>
    /// <exception cref="MemoryConflictException">
    /// More than one change was made after <paramref name="version"/>, and neither <see cref="MemoryRestoreOptions.ExpectedVersion"/>
    /// nor <see cref="MemoryRestoreOptions.Force"/> says that this is known: the error's expected version is the one change that
    /// could be undone, its actual version the newest. Or the memory has another version than the given expected one.
    /// </exception>
    /// <exception cref="ImmutableMemoryException">It may not be changed. A deleted one can be restored, to what it said last.</exception>
    /// <remarks>
    /// Back come text, metadata, tags, links to other memories, expiry, validity, type and source. Ids, links to further agents and runs,
    /// <see cref="MemoryItem.CreatedAt"/> and <see cref="MemoryItem.IsImmutable"/> stay. Nothing is embedded: the history has the vector of
    /// every text. A version that only links a further agent or run (<see cref="MemoryEvent.Link"/>) is no change in the sense above.
    /// </remarks>
    public Task<MemoryUpdateResult> RestoreAsync(
        string id, int version, MemoryRestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate.Version(version, nameof(version));
        MemoryWrite write = new MemoryWrite.Restore(Validate.Id(id, nameof(id)), version)
        {
            ExpectedVersion = Validate.Version(options?.ExpectedVersion, nameof(options.ExpectedVersion)),
            Force = options?.Force ?? false,
            Note = NoteOf(options),
            IsByHand = true,
        };
        return RunAsync(MemoryTelemetryNames.UpdateMemory, id, async () =>
        {
            MemoryWriteResult result = await WriteOneAsync(write, cancellationToken).ConfigureAwait(false);
            return new MemoryUpdateResult(result.Item!, result.Outcome);
        });
    }

    /// <summary>Takes back what was written since a moment: in a scope, or by one actor. Each memory comes back by itself, all in one transaction.</summary>
    /// <param name="rollback">What is to be taken back.</param>
    /// <param name="cancellationToken">Ends the work until the change is committed.</param>
    /// <returns>
    /// One item for each memory that was written to since and was there then or is now: <see cref="UpdateOutcome.Updated"/> (as a new version),
    /// <see cref="UpdateOutcome.Deleted"/> (it was added since), <see cref="UpdateOutcome.Unchanged"/>, or
    /// <see cref="UpdateOutcome.Failed"/> with a <see cref="MemoryConflictException"/> where others wrote on top, or write meanwhile, or with
    /// an <see cref="ImmutableMemoryException"/> where the memory may not be changed.
    /// </returns>
    /// <exception cref="MemoryValidationException">It names neither a scope nor an actor.</exception>
    /// <remarks>Itself undone by a rollback to a moment before it. Nothing is embedded. A memory added while the call runs may remain.</remarks>
    public Task<BatchUpdateResult> RollBackAsync(MemoryRollback rollback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rollback);
        rollback.Validated(nameof(rollback), _within);
        rollback.Note(nameof(rollback));
        return RunAsync(MemoryTelemetryNames.UpdateMemory, null, async () =>
        {
            await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            RollbackPlan plan = new(
                rollback, await _parts.History.GetSequenceAtAsync(rollback.KnownAt, cancellationToken).ConfigureAwait(false));
            List<BatchUpdateItem> items = [];
            List<MemoryWrite> writes = [];
            await foreach (IReadOnlyList<HistoryEntry> rows in _parts.History.ReadScopeAsync(
                rollback.Scope ?? _within, long.MaxValue, cancellationToken).ConfigureAwait(false))
            {
                if (!IsWithin(rows[^1].Item))
                {
                    continue;
                }

                (MemoryWrite? write, MemoryConflictException? conflict) = plan.Of(rows);
                if (write is not null)
                {
                    writes.Add(write);
                }
                else if (conflict is not null)
                {
                    items.Add(new BatchUpdateItem(conflict.MemoryId, UpdateOutcome.Failed, Item: null, conflict));
                }
            }

            IReadOnlyList<MemoryWriteResult> results = writes.Count == 0
                ? []
                : await WriteAsync(writes, default, cancellationToken).ConfigureAwait(false);
            items.AddRange(results.Select((result, i) => new BatchUpdateItem(writes[i].Id, result.Outcome, result.Item, result.Error)));
            return new BatchUpdateResult(items);
        });
    }
}
