using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Finds the memories of a scope that share words with a text. May be run again.</summary>
/// <remarks>
/// The database finds the memories that have one of the terms, by an index, and how often; what is rare is counted in the scope, and the score is
/// the library's own. All of it in one state of the database.
/// </remarks>
internal sealed class PostgresKeywordSearch(PostgresDatabase database, KeywordQuery query, MemoryKeywords terms)
{
    private const int PageOfRecords = 100;

    private static string CountSql(MemoryScope scope) =>
        $"SELECT count(*), coalesce(sum(m.term_count), 0)::bigint FROM %.memories m WHERE NOT m.is_deleted AND {ScopeOwner.Condition(scope, "m", 1)}";

    private static string HitsSql(MemoryScope scope) => $"""
        SELECT m.owner, m.number, m.memory_id, m.term_count, {Bounds.Sql(3)},
            ARRAY(SELECT coalesce(array_length(t.positions, 1), 0) FROM unnest($1) WITH ORDINALITY AS k (term, place)
                LEFT JOIN unnest(m.terms) AS t ON t.lexeme = k.term COLLATE "C" ORDER BY k.place)
        FROM %.memories m WHERE NOT m.is_deleted AND m.terms @@ $2::tsquery AND {ScopeOwner.Condition(scope, "m", 6)}
        """;

    private const string RecordsSql = """
        SELECT m.record FROM unnest($1, $2) WITH ORDINALITY AS k (owner, number, place)
            JOIN %.memories m ON m.owner = k.owner AND m.number = k.number ORDER BY k.place
        """;

    /// <returns>What is found; null where the frame does not take it.</returns>
    public async Task<IReadOnlyList<VectorMatch>?> RunAsync(NpgsqlConnection connection, SearchFrame frame, CancellationToken cancellationToken)
    {
        if (await HitsAsync(connection, frame, cancellationToken).ConfigureAwait(false) is not { } hits)
        {
            await StateRow.EndAsync(database, connection, "COMMIT").ConfigureAwait(false);
            return null;
        }

        hits.Sort(static (left, right) => right.Score != left.Score ? right.Score.CompareTo(left.Score) : string.CompareOrdinal(left.Id, right.Id));
        List<VectorMatch> matches = [];
        for (int from = 0; from < hits.Count && matches.Count < query.Top; from += PageOfRecords)
        {
            int count = query.Filter is null ? Math.Min(PageOfRecords, query.Top - matches.Count) : PageOfRecords;
            Hit[] page = [.. hits.Skip(from).Take(count)];
            PostgresBatch batch = database.Batch(connection);
            await using (batch.ConfigureAwait(false))
            {
                List<MemoryItem> items = await batch.Add(RecordsSql)
                    .With([.. page.Select(hit => hit.Owner)]).With([.. page.Select(hit => hit.Number)])
                    .RowsAsync(row => PostgresRecord.Read(row.GetFieldValue<byte[]>(0)), cancellationToken).ConfigureAwait(false);
                matches.AddRange(items.Select((item, i) => new VectorMatch(item, page[i].Score)).Where(match => query.Filter?.Matches(match.Item) != false)
                    .Take(query.Top - matches.Count));
            }
        }

        await StateRow.EndAsync(database, connection, "COMMIT").ConfigureAwait(false);
        return matches;
    }

    private async Task<List<Hit>?> HitsAsync(NpgsqlConnection connection, SearchFrame frame, CancellationToken cancellationToken)
    {
        PostgresBatch batch = database.ScopeBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").Within(query.Scope);
            batch.Add(frame.State);
            batch.Add(CountSql(query.Scope)).With(ScopeOwner.Values(query.Scope));
            batch.Add(HitsSql(query.Scope))
                .With([.. terms.Terms.Select(term => term.Key)])
                .With(string.Join(" | ", terms.Terms.Select(term => TermVector.Quote(term.Key))));
            Bounds.With(batch, query.MemoryIds, query.MinTrust, query.ActiveAt).With(ScopeOwner.Values(query.Scope));
            NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (await frame.ReadAsync(reader).ConfigureAwait(false) is not { } state)
                {
                    return null;
                }

                // Of the same state as all that follows.
                database.Seen?.Note(state.Position);
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                (long memories, long length) = (reader.GetInt64(0), reader.GetInt64(1));
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                List<(Hit Hit, int Length, int[] Occurrences, bool IsWanted)> found = [];
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found.Add((
                        new Hit(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), 0),
                        reader.GetInt32(3),
                        reader.GetFieldValue<int[]>(5),
                        reader.GetBoolean(4)));
                }

                KeywordScorer scorer = terms.ScorerOf(
                    memories,
                    memories == 0 ? 0 : (double)length / memories,
                    [.. terms.Terms.Select((_, term) => found.LongCount(each => each.Occurrences[term] > 0))]);
                return [.. found.Where(each => each.IsWanted).Select(each => each.Hit with { Score = scorer.Score(each.Occurrences, each.Length) })];
            }
        }
    }

    private readonly record struct Hit(long Owner, long Number, string Id, double Score);
}
