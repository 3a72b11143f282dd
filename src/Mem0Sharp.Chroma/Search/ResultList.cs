namespace Mem0Sharp.Chroma;

/// <summary>The best of the records that a search found, each looked at once more: whether it still is what holds of its memory.</summary>
/// <param name="records">Where they are.</param>
/// <param name="score">Scores a record; null where it does not match.</param>
internal sealed class ResultList(RecordTable records, Func<StoredRecord, double?> score)
{
    private readonly Dictionary<string, ScoredRecord> _found = new(StringComparer.Ordinal);

    public int Count => _found.Count;

    /// <summary>Adds a record where it matches.</summary>
    public void Add(StoredRecord record)
    {
        if ((!_found.TryGetValue(record.Key.MemoryId, out ScoredRecord known) || record.Key.IsNewerThan(known.Record.Key)) && score(record) is { } value)
        {
            _found[record.Key.MemoryId] = new ScoredRecord(record, value);
        }
    }

    /// <summary>Adds what holds now of memories whose records were replaced while they were read.</summary>
    public async Task AddNewestAsync(IEnumerable<string> memoryIds, bool vectors, CancellationToken cancellationToken)
    {
        Dictionary<string, RecordKey> newest = await records.NewestAsync(memoryIds, cancellationToken).ConfigureAwait(false);
        await foreach (StoredRecord record in records.ReadAsync(newest.Values.Where(key => !key.IsDeleted), vectors, cancellationToken).ConfigureAwait(false))
        {
            Add(record);
        }
    }

    /// <summary>Forgets what cannot be among the best.</summary>
    public void Trim(int top)
    {
        if (_found.Count > (top * 4) + RecordTable.MostRecords)
        {
            foreach (ScoredRecord worse in Ordered().Skip(top * 2).ToArray())
            {
                _found.Remove(worse.Record.Key.MemoryId);
            }
        }
    }

    /// <summary>Gets the best: equal scores in the order of ids.</summary>
    public async Task<IReadOnlyList<VectorMatch>> BestAsync(int top, bool vectors, CancellationToken cancellationToken)
    {
        // A host that was late, or stopped half way, may have left versions that no longer hold: they must not be found.
        HashSet<string> known = new(StringComparer.Ordinal);
        while (true)
        {
            ScoredRecord[] best = [.. Ordered().Take(top)];
            string[] asked = [.. best.Select(found => found.Record.Key.MemoryId).Where(known.Add)];
            if (asked.Length == 0)
            {
                return [.. best.Select(found => new VectorMatch(found.Record.Item, found.Score))];
            }

            Dictionary<string, RecordKey> newest = await records.NewestAsync(asked, cancellationToken).ConfigureAwait(false);
            RecordKey[] replaced = [.. newest.Values.Where(key => key.IsNewerThan(_found[key.MemoryId].Record.Key))];
            foreach (string id in replaced.Select(key => key.MemoryId).Concat(asked.Where(id => !newest.ContainsKey(id))))
            {
                _found.Remove(id);
            }

            await foreach (StoredRecord record in records.ReadAsync(replaced.Where(key => !key.IsDeleted), vectors, cancellationToken).ConfigureAwait(false))
            {
                Add(record);
            }
        }
    }

    private IOrderedEnumerable<ScoredRecord> Ordered() =>
        _found.Values.OrderByDescending(found => found.Score).ThenBy(found => found.Record.Key.MemoryId, StringComparer.Ordinal);
}
