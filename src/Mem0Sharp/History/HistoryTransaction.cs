namespace Mem0Sharp;

/// <summary>
/// Runs the writes of one transaction, the same for every history store: each is decided on the newest version and fails by
/// itself; those of a unit are all decided before any is appended.
/// </summary>
/// <param name="space">The embedding space that is recorded, or null.</param>
/// <param name="tables">The store, inside its transaction.</param>
/// <remarks>
/// For whoever writes an <see cref="IHistoryStore"/>. Used once, by one caller; not thread-safe. Nobody else may write meanwhile what it reads.
/// </remarks>
public sealed class HistoryTransaction(EmbeddingSpace? space, IHistoryTables tables)
{
    /// <summary>Gets the embedding space: after the first embedding of all, the one to record.</summary>
    public EmbeddingSpace? Space { get; private set; } = space;

    /// <summary>Runs the writes.</summary>
    /// <param name="writes">The writes, in order.</param>
    /// <returns>What became of each, in their order.</returns>
    public IReadOnlyList<HistoryWriteResult> Run(IReadOnlyList<HistoryWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        HistoryWriteResult[] results = new HistoryWriteResult[writes.Count];
        for (int i = 0; i < writes.Count; i++)
        {
            if (results[i] is not null)
            {
                continue;
            }

            if (writes[i].Unit is { } unit)
            {
                int[] members = [.. Enumerable.Range(i, writes.Count - i).Where(j => ReferenceEquals(writes[j].Unit, unit))];
                HistoryWriteResult[] done = RunUnit(unit, [.. members.Select(j => writes[j])]);
                for (int j = 0; j < members.Length; j++)
                {
                    results[members[j]] = done[j];
                }
            }
            else
            {
                results[i] = Apply(Decide(writes[i], tables.Head, Space));
            }
        }

        return results;
    }

    private HistoryWriteResult[] RunUnit(HistoryUnit unit, HistoryWrite[] writes)
    {
        if (unit.Dequeues is { } queued && !tables.IsQueued(queued))
        {
            return Array.ConvertAll(writes, _ => HistoryWriteResult.Failed(new CallDequeuedException()));
        }

        if (unit.Call is { } call && tables.Call(call.Key) is { } earlier && earlier.CalledAt >= call.ForgetBefore)
        {
            return Array.ConvertAll(writes, _ => string.Equals(earlier.Request, call.Request, StringComparison.Ordinal)
                ? HistoryWriteResult.Repeat()
                : HistoryWriteResult.Failed(IdempotencyKeyException.OtherRequest()));
        }

        Decision[] decisions = DecideAll(writes);

        // Vectors of another model were made before the history was moved, all those of the unit: they are to be made anew.
        bool isOutdated = Array.Exists(decisions, decision => decision.Error is DecisionOutdatedException or EmbeddingSpaceException);
        if (isOutdated || (unit.AllOrNothing && Array.Exists(decisions, decision => decision.Error is not null)))
        {
            return Array.ConvertAll(decisions, decision => decision.Error is { } error
                ? HistoryWriteResult.Failed(error)
                : HistoryWriteResult.Abandoned(Stored(decision.Current)));
        }

        HistoryWriteResult[] results = Array.ConvertAll(decisions, Apply);
        if (Array.Exists(results, result => result.Error is null))
        {
            if (unit.Call is not null)
            {
                tables.Record(unit.Call, unit.Call.Describe(results));
            }

            if (unit.Dequeues is not null)
            {
                tables.Dequeue(unit.Dequeues);
            }
        }

        return results;
    }

    /// <summary>Decides writes as if each had been appended before the next. Nothing is changed by it.</summary>
    private Decision[] DecideAll(HistoryWrite[] writes)
    {
        Decision[] decisions = new Decision[writes.Length];
        Dictionary<string, MemoryHead> decided = new(StringComparer.Ordinal);
        EmbeddingSpace? expected = Space;
        for (int i = 0; i < writes.Length; i++)
        {
            decisions[i] = Decide(writes[i], id => decided.GetValueOrDefault(id) ?? tables.Head(id), expected);
            if (decisions[i].Append is { } append)
            {
                expected ??= append.Embedding?.Space;
                decided[append.Item.Id] = new MemoryHead(append.Item, Sequence: 0, FirstSequence: 0, append.Event == MemoryEvent.Delete);
            }
        }

        return decisions;
    }

    /// <summary>Decides a write, given how the newest version of a memory is found. Nothing is changed by it.</summary>
    private Decision Decide(HistoryWrite write, Func<string, MemoryHead?> newest, EmbeddingSpace? expected)
    {
        MemoryHead? current = newest(write.MemoryId);
        if (write.Guard is { } guard && guard.Stops(tables.RejectedAt(guard.Value)))
        {
            return new Decision(current) { IsSuppressed = true };
        }

        if (write.Unless is { } unless && tables.Known(unless) is { } known)
        {
            return new Decision(current) { Error = new MemoryConflictException(known.Item.Id, expectedVersion: 0, known.Item.Version) };
        }

        HistoryAppend? append;
        try
        {
            append = write.Decide(current);
        }
        catch (Exception error)
        {
            return new Decision(current) { Error = error };
        }

        // Outside: what the store throws ends the transaction.
        Exception? refusal = append switch
        {
            { Embedding: { } embedding } when expected is not null && embedding.Space != expected =>
                new EmbeddingSpaceException(expected, embedding.Space),
            { Item: { Version: 1, Id: { } id } } when tables.IsErased(id) => new MemoryErasedException(id),
            not null when current is not null => write.Links?.Refusal(current.Item, newest),
            _ => null,
        };
        return new Decision(current) { Append = refusal is null ? WithoutErased(append, current) : null, Error = refusal };
    }

    /// <summary>Leaves links to erased memories out. What the memory links to already was looked at when they were erased.</summary>
    private HistoryAppend? WithoutErased(HistoryAppend? append, MemoryHead? current)
    {
        if (append is null or { Item.Links.Count: 0 })
        {
            return append;
        }

        IEnumerable<string> known = current?.Item.Links.Select(link => link.TargetId) ?? [];
        HashSet<string> erased = append.Item.Links.Select(link => link.TargetId)
            .Except(known, StringComparer.Ordinal)
            .Where(tables.IsErased)
            .ToHashSet(StringComparer.Ordinal);
        return erased.Count == 0 ? append : append.With(ErasedLinks.Without(append.Item, erased));
    }

    private HistoryWriteResult Apply(Decision decision)
    {
        if (decision.Error is not null)
        {
            return HistoryWriteResult.Failed(decision.Error);
        }

        if (decision.IsSuppressed)
        {
            return HistoryWriteResult.Suppressed(Stored(decision.Current));
        }

        if (decision.Append is not { } append)
        {
            return HistoryWriteResult.Unchanged(Stored(decision.Current));
        }

        Space ??= append.Embedding?.Space;

        // What is kept beside a memory is a row of another one.
        bool isOwn = decision.Current is { } current && string.Equals(current.Item.Id, append.Item.Id, StringComparison.Ordinal);
        return tables.Append(isOwn ? Stored(decision.Current) : tables.Head(append.Item.Id), append);
    }

    /// <summary>Gets what is stored of a memory whose newest version may only have been decided.</summary>
    private MemoryHead? Stored(MemoryHead? decided) => decided is { Sequence: 0 } ? tables.Head(decided.Item.Id) : decided;

    private readonly record struct Decision(MemoryHead? Current)
    {
        public HistoryAppend? Append { get; init; }

        public Exception? Error { get; init; }

        public bool IsSuppressed { get; init; }
    }
}
