namespace Mem0Sharp.Postgres;

/// <summary>
/// What a transaction has read, and what it is going to write: the decisions are taken on it, in this process, while the database is held.
/// What they ask for and was not read is noted; then it is read, and they are taken anew. Used by one thread.
/// </summary>
internal sealed class PostgresTables : IHistoryTables
{
    private readonly long _end;

    // As they stand in the database.
    private readonly Dictionary<string, StoredHead?> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _erased = new(StringComparer.Ordinal);
    private readonly Dictionary<RejectedValue, DateTimeOffset?> _rejections = [];
    private readonly Dictionary<string, RecordedCall?> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _queued = new(StringComparer.Ordinal);
    private readonly Dictionary<(MemoryScope Scope, long After), IReadOnlyList<MemoryHead>> _changed = [];

    // As this attempt leaves them.
    private readonly Dictionary<string, StoredHead> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<RejectedValue, DateTimeOffset?> _rejecting = [];
    private readonly HashSet<string> _dequeued = new(StringComparer.Ordinal);

    /// <param name="end">The last sequence before the transaction.</param>
    public PostgresTables(long end) => Sequence = _end = end;

    /// <summary>Gets what was asked for and is not known.</summary>
    public MissingRows Missing { get; private set; } = new();

    /// <summary>Gets the rows of the log, in order.</summary>
    public List<PendingRow> Rows { get; } = [];

    /// <summary>Gets the calls that have happened.</summary>
    public List<(HistoryCall Call, HistoryCallOutcome Outcome)> Recorded { get; } = [];

    /// <summary>Gets the calls that leave the queue.</summary>
    public IReadOnlyCollection<string> Dequeued => _dequeued;

    /// <summary>Gets what is rejected from now on, and what is no longer (null).</summary>
    public IReadOnlyDictionary<RejectedValue, DateTimeOffset?> Rejections => _rejecting;

    /// <summary>Gets the newest version of each memory that changes, beside the one in the database.</summary>
    public IEnumerable<(StoredHead? Before, StoredHead After)> Changed => _heads.Select(head => (_stored.GetValueOrDefault(head.Key), head.Value));

    /// <summary>Gets the last sequence.</summary>
    public long Sequence { get; private set; }

    /// <summary>Forgets what an attempt did, and what it lacked.</summary>
    public void Begin()
    {
        _heads.Clear();
        _rejecting.Clear();
        _dequeued.Clear();
        Rows.Clear();
        Recorded.Clear();
        Sequence = _end;
        Missing = new MissingRows();
    }

    public void Know(string memoryId, StoredHead? head) => _stored[memoryId] = head;

    public void KnowErased(string memoryId, bool isErased) => _erased[memoryId] = isErased;

    public void Know(RejectedValue value, DateTimeOffset? at) => _rejections[value] = at;

    public void KnowCall(string key, RecordedCall? call) => _calls[key] = call;

    public void KnowQueued(string id, bool isQueued) => _queued[id] = isQueued;

    public void Know(KnownTextGuard guard, IReadOnlyList<MemoryHead> changed) => _changed[(guard.Scope, guard.AfterSequence)] = changed;

    /// <inheritdoc/>
    public MemoryHead? Head(string memoryId) => Stored(memoryId)?.Head;

    /// <inheritdoc/>
    public bool IsErased(string memoryId) => Known(_erased, memoryId, Missing.Erased);

    /// <inheritdoc/>
    public DateTimeOffset? RejectedAt(RejectedValue value) =>
        _rejecting.TryGetValue(value, out DateTimeOffset? at) ? at : Known(_rejections, value, Missing.Rejections);

    /// <inheritdoc/>
    public MemoryHead? Known(KnownTextGuard guard)
    {
        if (!_changed.TryGetValue((guard.Scope, guard.AfterSequence), out IReadOnlyList<MemoryHead>? changed))
        {
            Missing.Guards.Add(guard);
            return null;
        }

        return changed.Where(head => !_heads.ContainsKey(head.Item.Id))
            .Concat(_heads.Values.Select(stored => stored.Head))
            .FirstOrDefault(guard.Stops);
    }

    /// <inheritdoc/>
    public RecordedCall? Call(string key) => Recorded.Find(each => string.Equals(each.Call.Key, key, StringComparison.Ordinal)) is { Call: { } call } known
        ? new RecordedCall(call.Request, known.Outcome.Description, call.CalledAt) { Scope = call.Scope }
        : Known(_calls, key, Missing.Calls);

    /// <inheritdoc/>
    public HistoryWriteResult Append(MemoryHead? current, HistoryAppend append)
    {
        byte[] record = HistoryRecord.Write(append.Item);
        HistoryEntry entry = append.ToEntry(current, record) with
        {
            Sequence = ++Sequence,
            OldHash = current is null ? null : Stored(current.Item.Id)?.Hash,
        };
        MemoryHead head = MemoryHead.After(current, entry);
        Rows.Add(new PendingRow(entry, record, append.Embedding));
        _heads[entry.MemoryId] = new StoredHead(head, entry.NewHash);
        if (append.Lifts is { } lifted)
        {
            _rejecting[lifted] = null;
        }

        // Of one that is known, the later instant stays.
        if (append.Rejects is { } rejected && !(RejectedAt(rejected) > append.Item.RecordedAt))
        {
            _rejecting[rejected] = append.Item.RecordedAt;
        }

        return HistoryWriteResult.Appended(entry, head);
    }

    /// <inheritdoc/>
    public void Record(HistoryCall call, HistoryCallOutcome outcome) => Recorded.Add((call, outcome));

    /// <inheritdoc/>
    public bool IsQueued(string id) => !_dequeued.Contains(id) && Known(_queued, id, Missing.Queued);

    /// <inheritdoc/>
    public bool Dequeue(string id) => IsQueued(id) && _dequeued.Add(id);

    private StoredHead? Stored(string memoryId) => _heads.TryGetValue(memoryId, out StoredHead? head) ? head : Known(_stored, memoryId, Missing.Heads);

    private static T? Known<TKey, T>(Dictionary<TKey, T> known, TKey key, HashSet<TKey> missing)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out T? value))
        {
            return value;
        }

        missing.Add(key);
        return default;
    }
}
