using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Finds the memories nearest to a vector. May be run again.</summary>
/// <param name="database">The database.</param>
/// <param name="query">What is looked for.</param>
/// <param name="space">The space that the history must be of; null where the store is not a history's.</param>
internal sealed class PostgresVectorSearch(PostgresDatabase database, VectorQuery query, EmbeddingSpace? space)
{
    // The distance is compared as an expression of its own, so that no approximate index is taken for it: all of the scope is looked at.
    private static string Sql(MemoryScope scope) => $"""
        SELECT s.record, s.score FROM (
            SELECT m.record, m.memory_id, 1 - (v.embedding OPERATOR(%:<=>) $1::%:vector) AS score
            FROM %.vectors v JOIN %.memories m ON m.owner = v.owner AND m.number = v.number
            WHERE {Bounds.Sql(4)} AND {ScopeOwner.Condition(scope, "v", 7)}
        ) s
        WHERE ($2::float8 IS NULL OR s.score >= $2) ORDER BY s.score DESC, s.memory_id LIMIT $3
        """;

    /// <returns>What is found; null where the frame does not take it.</returns>
    public async Task<IReadOnlyList<VectorMatch>?> RunAsync(NpgsqlConnection connection, SearchFrame frame, CancellationToken cancellationToken)
    {
        PostgresBatch batch = database.ScopeBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.As(query.Scope).Add(frame.State);

            // What a filter leaves out takes no place: with one, all are ordered, and read until enough match. No limit is null.
            batch.Add(Sql(query.Scope)).With(query.Vector.ToArray()).With(query.MinScore).With(query.Filter is null ? query.Top : (long?)null);
            Bounds.With(batch, query.MemoryIds, query.MinTrust, query.ActiveAt).With(ScopeOwner.Values(query.Scope));
            if (database.Seen is not null)
            {
                // Behind the search: it showed as much, or less.
                batch.Add(StateRow.Select);
            }

            NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (await frame.ReadAsync(reader).ConfigureAwait(false) is not { } state)
                {
                    return null;
                }

                EmbeddingSpace? other = space is not null && state.Space is { } stored && stored != space ? stored : null;
                try
                {
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (PostgresException) when (other is not null)
                {
                    // Vectors of two lengths have no distance.
                }

                if (other is not null)
                {
                    throw new EmbeddingSpaceException(other, space!);
                }

                List<VectorMatch> matches = [];
                while (matches.Count < query.Top && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    MemoryItem item = PostgresRecord.Read(reader.GetFieldValue<byte[]>(0));
                    if (query.Filter?.Matches(item) != false)
                    {
                        matches.Add(new VectorMatch(item, Math.Clamp(reader.GetDouble(1), -1, 1)));
                    }
                }

                if (database.Seen is { } seen)
                {
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                    seen.Note((await StateRow.ReadAsync(reader).ConfigureAwait(false)).Position);
                }

                matches.Sort(BestFirst);
                return matches;
            }
        }
    }

    /// <summary>Orders by score, then by id in UTF-16, which is not the order of UTF-8.</summary>
    internal static int BestFirst(VectorMatch left, VectorMatch right)
    {
        int order = right.Score.CompareTo(left.Score);
        return order != 0 ? order : string.CompareOrdinal(left.Item.Id, right.Item.Id);
    }
}
