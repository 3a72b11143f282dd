namespace Mem0Sharp.Postgres;

/// <content>Looking for damage between the tables.</content>
public sealed partial class PostgresHistoryStore
{
    // Each counts what should not be.
    private static readonly (string Sql, string Problem)[] Rules =
    [
        (
            """
            SELECT count(*) FROM %.memories m
            LEFT JOIN %.history h ON h.owner = m.owner AND h.sequence = m.sequence AND h.memory_id = m.memory_id
            WHERE h.record IS DISTINCT FROM m.record OR h.new_hash <> m.new_hash
            """,
            "memories are not what their newest row says."),
        (
            """
            SELECT count(*) FROM %.history h
            WHERE NOT EXISTS (SELECT FROM %.memories m WHERE m.owner = h.owner AND m.memory_id = h.memory_id AND m.sequence >= h.sequence)
            """,
            "rows of the log are of no memory, or newer than it."),
        (
            """
            SELECT count(*) FROM %.memories m
            LEFT JOIN %.memory_ids i USING (memory_id)
            WHERE i.owner IS DISTINCT FROM m.owner OR i.number IS DISTINCT FROM m.number
            """,
            "memories are not found by their id."),
        (
            """
            SELECT count(*) FROM %.vectors v
            LEFT JOIN %.memories m USING (owner, number)
            WHERE m.number IS NULL OR m.is_deleted
                OR v.agents <> m.agents OR v.runs <> m.runs OR v.user_id IS DISTINCT FROM m.user_id OR v.app_id IS DISTINCT FROM m.app_id
            """,
            "vectors are of no memory, or of another scope."),
        (
            """
            SELECT count(*) FROM %.memories m
            JOIN %.embeddings e ON e.hash = m.text_hash
            LEFT JOIN %.vectors v ON v.owner = m.owner AND v.number = m.number
            WHERE NOT m.is_deleted AND (v.embedding IS NULL OR v.embedding::real[] <> e.vector)
            """,
            "memories have another vector than their text."),
        (
            """
            SELECT count(*) FROM %.memories m
            WHERE NOT m.is_deleted
            AND NOT EXISTS (SELECT FROM %.embeddings e WHERE e.hash = m.text_hash)
            AND NOT EXISTS (SELECT FROM %.late_embeddings l WHERE l.hash = m.text_hash)
            """,
            "memories have no embedding, and none is to come."),
        (
            "SELECT count(*) FROM %.history h, %.state s WHERE h.sequence > s.sequence",
            "rows lie behind the end of the log."),
        (
            "SELECT count(*) - count(DISTINCT sequence) FROM %.history",
            "sequences are used twice."),
    ];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellationToken = default)
    {
        List<string> problems = [];
        foreach ((string sql, string problem) in Rules)
        {
            if (await OneAsync(batch => batch.Add(sql), row => row.GetInt64(0), cancellationToken).ConfigureAwait(false) is > 0 and long count)
            {
                problems.Add($"{count} {problem}");
            }
        }

        string hash = await OneAsync(batch => batch.Add("SELECT erasures_hash FROM %.state"), row => row.GetString(0), cancellationToken).ConfigureAwait(false);
        if (!string.Equals(ErasureChain.Of(await GetErasuresAsync(0, cancellationToken).ConfigureAwait(false)), hash, StringComparison.Ordinal))
        {
            problems.Add("The record of what was erased is not what was written: its hash is another one.");
        }

        return problems;
    }
}
