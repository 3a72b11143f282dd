using System.Runtime.InteropServices;

namespace Mem0Sharp;

/// <summary>The tables of a history in managed memory. Used under the store's lock.</summary>
internal sealed partial class InMemoryTables : IHistoryTables
{
    private readonly Dictionary<string, List<HistoryEntry>> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryHead> _heads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> _memories = [];
    private readonly Dictionary<string, ReadOnlyMemory<float>> _embeddings = new(StringComparer.Ordinal);
    private readonly Dictionary<RejectedValue, DateTimeOffset> _rejections = [];
    private readonly Dictionary<string, (long Sequence, ErasedMemory Memory)> _erasures = new(StringComparer.Ordinal);
    private readonly List<QueuedCall> _queue = [];

    public HistoryPosition Position { get; private set; } = new(HistoryPosition.NewEpoch(), Sequence: 0);

    /// <summary>Gets the newest versions, by memory id; deleted ones are there, marked.</summary>
    public IReadOnlyDictionary<string, MemoryHead> Heads => _heads;

    /// <summary>Gets all rows, in no order.</summary>
    public IEnumerable<HistoryEntry> Entries => _entries.Values.SelectMany(entries => entries);

    /// <summary>Gets the memories by when they were added, deleted ones included, oldest first.</summary>
    public IEnumerable<MemoryHead> Memories => _memories.Values.Select(id => _heads[id]);

    /// <summary>Gets what was erased after a sequence, oldest first.</summary>
    public IEnumerable<ErasedMemory> ErasuresAfter(long sequence) =>
        _erasures.Values.Where(erased => erased.Sequence > sequence).OrderBy(erased => erased.Sequence).Select(erased => erased.Memory);

    /// <summary>Gets the calls that are kept, oldest first.</summary>
    public IReadOnlyList<QueuedCall> Queue => _queue;

    public IReadOnlyList<HistoryEntry> EntriesOf(string memoryId) => _entries.GetValueOrDefault(memoryId) ?? [];

    public ReadOnlyMemory<float>? Embedding(string text) =>
        _embeddings.TryGetValue(text, out ReadOnlyMemory<float> vector) ? vector : (ReadOnlyMemory<float>?)null;

    public MemoryHead? Head(string memoryId) => _heads.GetValueOrDefault(memoryId);

    public bool IsErased(string memoryId) => _erasures.ContainsKey(memoryId);

    public DateTimeOffset? RejectedAt(RejectedValue value) => _rejections.TryGetValue(value, out DateTimeOffset at) ? at : null;

    public MemoryHead? Known(KnownTextGuard guard) =>
        Position.Sequence == guard.AfterSequence ? null : _heads.Values.FirstOrDefault(guard.Stops);

    /// <summary>Gets all that is rejected, by scope and value.</summary>
    public IEnumerable<Rejection> Rejections => _rejections
        .Select(known => new Rejection(known.Key, known.Value))
        .OrderBy(rejection => rejection.Value.Scope, StringComparer.Ordinal)
        .ThenBy(rejection => rejection.Value.Value, StringComparer.Ordinal);

    public void Reject(Rejection rejection) => _rejections[rejection.Value] =
        RejectedAt(rejection.Value) is { } at && at > rejection.RejectedAt ? at : rejection.RejectedAt;

    public bool Lift(RejectedValue value) => _rejections.Remove(value);

    public HistoryWriteResult Append(MemoryHead? current, HistoryAppend append)
    {
        MemoryItem item = append.Item;
        if (append.Embedding is { Vector.IsEmpty: false } embedding)
        {
            _embeddings.TryAdd(item.Text, embedding.Vector);
        }
        else if (append.Embedding is not null && !_embeddings.ContainsKey(item.Text))
        {
            _late.TryAdd(item.Text, null);
        }

        Position = Position with { Sequence = Position.Sequence + 1 };
        List<HistoryEntry> entries = CollectionsMarshal.GetValueRefOrAddDefault(_entries, item.Id, out _) ??= [];
        HistoryEntry entry = append.ToEntry(current, HistoryRecord.Write(item)) with
        {
            Sequence = Position.Sequence,
            OldHash = entries.Count > 0 ? entries[^1].NewHash : null,
        };
        MemoryHead head = MemoryHead.After(current, entry);
        entries.Add(entry);
        _heads[item.Id] = head;
        _memories[head.FirstSequence] = item.Id;
        if (append.Lifts is { } lifted)
        {
            _rejections.Remove(lifted);
        }

        if (append.Rejects is { } rejected)
        {
            Reject(new Rejection(rejected, item.RecordedAt));
        }

        return HistoryWriteResult.Appended(entry, head);
    }

    public bool IsQueued(string id) => _queue.Exists(call => string.Equals(call.Id, id, StringComparison.Ordinal));

    public bool Dequeue(string id) => _queue.RemoveAll(call => string.Equals(call.Id, id, StringComparison.Ordinal)) > 0;

    public QueuedCall Enqueue(QueuedCall call)
    {
        if (call.Key is not null && _queue.Find(known => string.Equals(known.Key, call.Key, StringComparison.Ordinal)) is { } known)
        {
            return known.SameAs(call);
        }

        _queue.Add(call);
        return call;
    }

    public bool NoteAttempt(QueuedCall call)
    {
        int index = _queue.FindIndex(known => string.Equals(known.Id, call.Id, StringComparison.Ordinal));
        if (index < 0)
        {
            return false;
        }

        _queue[index] = _queue[index].Tried(call);
        return true;
    }

    public IReadOnlyList<ErasedMemory> Erase(HistoryErasureRequest request)
    {
        IEnumerable<MemoryHead> inScope = request.Scope is { } scope ? Memories.Where(head => scope.Contains(head.Item)) : [];
        IEnumerable<MemoryHead> within = Memories.Where(head => request.Within?.Contains(head.Item) != false);
        IEnumerable<MemoryHead> said = request.ActorId is null
            ? []
            : within.Where(head => string.Equals(head.Item.ActorId, request.ActorId, StringComparison.Ordinal));
        MemoryHead[] erased =
        [
            .. request.Copied.Select(memory => Head(memory.MemoryId)).OfType<MemoryHead>()
                .Concat(request.MemoryIds.Select(Head).OfType<MemoryHead>().Where(head => request.Within?.Contains(head.Item) != false))
                .Concat(inScope).Concat(said).DistinctBy(head => head.Item.Id, StringComparer.Ordinal),
        ];
        IReadOnlyList<ErasedMemory> noted = request.Noted(erased, IsErased);
        EraseQueued(request, [.. noted.Select(memory => memory.MemoryId)]);
        if (request.ActorId is not null)
        {
            Unname(within, row => string.Equals(row.ChangedBy, request.ActorId, StringComparison.Ordinal));
        }

        if (request.Unnamed.Count > 0)
        {
            HashSet<long> unnamed = [.. request.Unnamed];
            Unname(Memories, row => unnamed.Contains(row.Sequence));
        }

        if (request.Scope is not null)
        {
            ForgetCalls(call => call.Scope is { } whose && request.Scope.Covers(whose));
            foreach (string rejecting in RejectedValue.ScopesWithin(request.Scope, erased.Select(head => head.Item.Scope)))
            {
                foreach (RejectedValue value in _rejections.Keys.Where(value => string.Equals(value.Scope, rejecting, StringComparison.Ordinal)).ToArray())
                {
                    _rejections.Remove(value);
                }
            }
        }

        if (noted.Count == 0)
        {
            return [];
        }

        Position = Position with { Sequence = Position.Sequence + 1 };
        ForgetCalls(call => Array.Exists(erased, head => call.MaySpeakOf(head.Item)));
        foreach (MemoryHead head in erased)
        {
            _entries.Remove(head.Item.Id);
            _heads.Remove(head.Item.Id);
            _memories.Remove(head.FirstSequence);
        }

        foreach (ErasedMemory memory in noted)
        {
            _erasures[memory.MemoryId] = (Position.Sequence, memory);
        }

        HashSet<string> kept = Entries.Select(entry => entry.Item.Text).ToHashSet(StringComparer.Ordinal);
        foreach (string text in _embeddings.Keys.Where(text => !kept.Contains(text)).ToArray())
        {
            _embeddings.Remove(text);
        }

        foreach (string text in _late.Keys.Where(text => !kept.Contains(text)).ToArray())
        {
            _late.Remove(text);
        }

        foreach (string text in _staged.Keys.Where(text => !kept.Contains(text)).ToArray())
        {
            _staged.Remove(text);
        }

        Unlink(noted.Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal), request.Told(noted), request.ErasedAt);
        return noted;
    }

    public void Clear()
    {
        _entries.Clear();
        _heads.Clear();
        _memories.Clear();
        _embeddings.Clear();
        _rejections.Clear();
        _calls.Clear();
        _erasures.Clear();
        _queue.Clear();
        _late.Clear();
        Unstage();
        Position = new HistoryPosition(Position.Epoch + 1, Position.Sequence);
    }

    private void EraseQueued(HistoryErasureRequest request, string[] memoryIds)
    {
        QueuedCall[] calls = [.. _queue];
        _queue.Clear();
        _queue.AddRange(calls.Select(call => call.Without(request, memoryIds)).OfType<QueuedCall>());
    }

    /// <summary>Takes the actor's name off rows of memories.</summary>
    private void Unname(IEnumerable<MemoryHead> memories, Func<HistoryEntry, bool> isUnnamed)
    {
        foreach (List<HistoryEntry> entries in memories.Select(head => _entries[head.Item.Id]))
        {
            for (int i = 0; i < entries.Count; i++)
            {
                if (isUnnamed(entries[i]))
                {
                    entries[i] = entries[i] with { ChangedBy = null, ChangedByRole = null };
                }
            }
        }
    }
}
