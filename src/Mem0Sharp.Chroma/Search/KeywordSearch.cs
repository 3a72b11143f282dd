using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>Finds by words, as the store in memory does and with its scores: the texts of the scope are read, and counted here.</summary>
internal sealed class KeywordSearch(RecordTable records)
{
    public async Task<IReadOnlyList<VectorMatch>> SearchAsync(KeywordQuery query, CancellationToken cancellationToken)
    {
        MemoryKeywords wanted = MemoryKeywords.Of(query.Text);
        if (wanted.Terms.Count == 0)
        {
            return [];
        }

        ScopeTexts texts = await ReadScopeAsync(query.Scope, wanted, cancellationToken).ConfigureAwait(false);
        Func<MemoryItem, double> score = texts.Scorer();
        HashSet<string>? ids = query.MemoryIds?.ToHashSet(StringComparer.Ordinal);
        ResultList results = new(records, record => Matches(record.Item, query, ids) && score(record.Item) is > 0 and double value ? value : null);
        foreach (StoredRecord record in texts.Records)
        {
            results.Add(record);
        }

        return await results.BestAsync(query.Top, vectors: false, cancellationToken).ConfigureAwait(false);
    }

    private static bool Matches(MemoryItem item, KeywordQuery query, HashSet<string>? ids) =>
        query.Scope.Contains(item)
        && (ids is null || ids.Contains(item.Id))
        && (query.MinTrust is not { } trust || item.Trust >= trust)
        && (query.ActiveAt is not { } instant || !item.IsExpired(instant))
        && query.Filter?.Matches(item) != false;

    private async Task<ScopeTexts> ReadScopeAsync(MemoryScope scope, MemoryKeywords wanted, CancellationToken cancellationToken)
    {
        JsonObject where = RecordFields.All([RecordFields.IsThere(), .. RecordFields.WithinScope(scope)]);
        ScopeTexts texts = new(scope, wanted);
        List<StoredRecord> first = await records.ReadAsync(where, RecordTable.MostRecords + 1, vectors: false, cancellationToken).ConfigureAwait(false);
        if (first.Count <= RecordTable.MostRecords)
        {
            first.ForEach(texts.Add);
            return texts;
        }

        List<RecordKey> keys = await records.KeysAsync(where, limit: null, cancellationToken).ConfigureAwait(false);
        HashSet<string> unread = keys.Select(key => key.MemoryId).ToHashSet(StringComparer.Ordinal);
        await foreach (StoredRecord record in records.ReadAsync(keys, vectors: false, cancellationToken).ConfigureAwait(false))
        {
            unread.Remove(record.Key.MemoryId);
            texts.Add(record);
        }

        // Replaced by another host while the scope was read.
        Dictionary<string, RecordKey> newest = await records.NewestAsync(unread, cancellationToken).ConfigureAwait(false);
        await foreach (StoredRecord record in records.ReadAsync(newest.Values.Where(key => !key.IsDeleted), vectors: false, cancellationToken).ConfigureAwait(false))
        {
            texts.Add(record);
        }

        return texts;
    }
}
