using System.Text.Json.Nodes;

namespace Mem0Sharp.Chroma;

/// <summary>Finds the nearest. A small scope is fetched and compared here, exactly; of a larger one the server's index names the candidates.</summary>
internal sealed class VectorSearch(RecordTable records, int exactUpTo)
{
    private const int LeastCandidates = 64;

    // Of more than this the index takes longer than going through the scope.
    private const int MostCandidates = 4_000;

    public async Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken)
    {
        double[] wanted = Vectors.Widen(query.Vector.Span);
        HashSet<string>? ids = query.MemoryIds?.ToHashSet(StringComparer.Ordinal);
        ResultList results = new(records, record => ids is null || ids.Contains(record.Key.MemoryId) ? Score(record, query, wanted) : null);
        if (ids is not null)
        {
            foreach (string[] chunk in ids.Chunk(records.PageOfVectors))
            {
                JsonObject where = RecordFields.All([.. Conditions(query), RecordFields.Among(chunk)]);
                (await records.ReadAsync(where, RecordTable.MostRecords * 2, vectors: true, cancellationToken).ConfigureAwait(false)).ForEach(results.Add);
            }
        }
        else if (!await TryExactAsync(results, RecordFields.All(Conditions(query)), cancellationToken).ConfigureAwait(false))
        {
            await FindAsync(results, query, cancellationToken).ConfigureAwait(false);
        }

        return await results.BestAsync(query.Top, vectors: true, cancellationToken).ConfigureAwait(false);
    }

    private static List<JsonObject> Conditions(VectorQuery query)
    {
        List<JsonObject> conditions = [RecordFields.HasVector(), .. RecordFields.WithinScope(query.Scope)];
        if (query.MinTrust is { } trust)
        {
            conditions.Add(RecordFields.AtLeast(trust));
        }

        if (query.ActiveAt is { } instant)
        {
            conditions.Add(RecordFields.ActiveAt(instant));
        }

        return conditions;
    }

    private static double? Score(StoredRecord record, VectorQuery query, double[] wanted)
    {
        MemoryItem item = record.Item;
        if (record.Vector is not { } vector
            || !query.Scope.Contains(item)
            || (query.MinTrust is { } trust && item.Trust < trust)
            || (query.ActiveAt is { } instant && item.IsExpired(instant))
            || query.Filter?.Matches(item) == false)
        {
            return null;
        }

        double score = Vectors.Cosine(wanted, vector);
        return score >= (query.MinScore ?? -1) ? score : null;
    }

    private async Task<bool> TryExactAsync(ResultList results, JsonObject where, CancellationToken cancellationToken)
    {
        int most = Math.Min(exactUpTo, records.PageOfVectors);
        List<RecordKey> keys = await records.KeysAsync(where, most + 1, cancellationToken).ConfigureAwait(false);
        if (keys.Count > most)
        {
            return false;
        }

        if (keys.Count > 0)
        {
            // By the condition once more, not by the keys: of one moment, whatever another host changed since.
            List<StoredRecord> all = await records.ReadAsync(where, most + 1, vectors: true, cancellationToken).ConfigureAwait(false);
            all.ForEach(results.Add);
            return all.Count <= most;
        }

        return true;
    }

    /// <summary>Asks the index, for more where too few of what it names match; and goes through all of the scope where that does not do.</summary>
    private async Task FindAsync(ResultList results, VectorQuery query, CancellationToken cancellationToken)
    {
        float[] vector = Vectors.Unit(query.Vector.Span);
        double[] wanted = Vectors.Widen(query.Vector.Span);
        for (int count = Math.Max(LeastCandidates, query.Top * 2); count <= MostCandidates; count *= 4)
        {
            List<StoredRecord> nearest = await records.NearestAsync(vector, RecordFields.All(Conditions(query)), count, cancellationToken).ConfigureAwait(false);
            nearest.ForEach(results.Add);
            if (results.Count >= query.Top
                || (query.MinScore is { } least && nearest.Count == count && nearest[^1].Vector is { } last && Vectors.Cosine(wanted, last) < least))
            {
                return;
            }

            if (nearest.Count < count)
            {
                // The scope has not that many, or the index does not reach them.
                break;
            }
        }

        List<RecordKey> keys = await records.KeysAsync(RecordFields.All(Conditions(query)), limit: null, cancellationToken).ConfigureAwait(false);
        HashSet<string> unread = keys.Select(key => key.MemoryId).ToHashSet(StringComparer.Ordinal);
        await foreach (StoredRecord record in records.ReadAsync(keys, vectors: true, cancellationToken).ConfigureAwait(false))
        {
            unread.Remove(record.Key.MemoryId);
            results.Add(record);
            results.Trim(query.Top);
        }

        await results.AddNewestAsync(unread, vectors: true, cancellationToken).ConfigureAwait(false);
    }
}
