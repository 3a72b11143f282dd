namespace Mem0Sharp;

/// <summary>What must hold between the tables of a memory file: each rule counts what breaks it.</summary>
internal static class SqliteConsistency
{
    /// <summary>The newest row of each memory, with what the record in it says.</summary>
    private const string Heads = "memories m JOIN history h ON h.sequence = m.sequence AND h.memory_id = m.memory_id";

    public static IReadOnlyList<(string Sql, string Problem)> Rules =>
    [
        (
            """
            SELECT count(*) FROM history WHERE text_hash IS NULL
                OR text_hash NOT IN (SELECT hash FROM embeddings UNION SELECT hash FROM late_embeddings WHERE sequence IS NULL)
            """,
            "rows of the history have no embedding."),
        (
            "SELECT count(*) FROM embeddings WHERE hash NOT IN (SELECT text_hash FROM history WHERE text_hash IS NOT NULL)",
            "embeddings belong to no row of the history."),
        (
            "SELECT count(*) FROM late_embeddings WHERE hash NOT IN (SELECT text_hash FROM history WHERE text_hash IS NOT NULL)",
            "embeddings to be made belong to no row of the history."),
        (
            "SELECT count(*) FROM next_embeddings WHERE hash NOT IN (SELECT text_hash FROM history WHERE text_hash IS NOT NULL)",
            "embeddings of the next model belong to no row of the history."),
        (
            "SELECT count(*) FROM memories m LEFT JOIN history h ON h.sequence = m.sequence AND h.memory_id = m.memory_id WHERE h.sequence IS NULL",
            "memories point at a row that is not theirs."),
        (
            "SELECT count(*) FROM history WHERE memory_id NOT IN (SELECT memory_id FROM memories)",
            "rows of the history belong to no memory."),
        (
            "SELECT count(*) FROM memory_scopes WHERE number NOT IN (SELECT number FROM memories)",
            "scopes list a memory that is not there."),
        (
            "SELECT count(*) FROM memories WHERE number NOT IN (SELECT number FROM memory_scopes)",
            "memories are listed in no scope."),
        (
            "SELECT count(*) FROM erasures WHERE memory_id IN (SELECT memory_id FROM history UNION SELECT memory_id FROM memories)",
            "erased memories are still there."),
        (
            "SELECT count(*) FROM call_memories WHERE call NOT IN (SELECT number FROM calls)",
            "memories are noted of a call that is not."),
        (
            "SELECT count(*) FROM call_memories WHERE memory_id NOT IN (SELECT memory_id FROM memories)",
            "calls are noted of a memory that is not there."),
        (
            """
            SELECT count(*) FROM (SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0) AS last)
            WHERE last < (SELECT coalesce(max(sequence), 0) FROM history) OR last < (SELECT coalesce(max(sequence), 0) FROM erasures)
            """,
            "counters of sequences are behind the history."),
        (
            $"SELECT (SELECT value FROM properties WHERE name = 'schema') IS NOT CAST({SqliteChecksum.OfSchema} AS TEXT)",
            "definitions of tables are not what was written."),
        .. SqliteChecksum.Tables.Select(table => (
            $"SELECT count(*) FROM {table} t WHERE NOT {SqliteChecksum.Holds(table, "t")}",
            $"rows of {table} are not what was written: their checksum is another one.")),
        .. Columns,
    ];

    /// <summary>
    /// Gets the rules of what stands beside the record for the sake of queries. A column that says something else hides a memory, or shows
    /// one, and no read of the record would notice.
    /// </summary>
    private static IReadOnlyList<(string Sql, string Problem)> Columns =>
    [
        (
            """
            SELECT count(*) FROM history
            WHERE memory_id IS NOT json_extract(record, '$.id') OR version IS NOT json_extract(record, '$.version')
                OR is_deleted <> (event = 'DELETE')
                OR user_id IS NOT json_extract(record, '$.user_id') OR agent_id IS NOT json_extract(record, '$.agent_id')
                OR run_id IS NOT json_extract(record, '$.run_id') OR app_id IS NOT json_extract(record, '$.app_id')
                OR (instr(record, '\u0000') = 0 -- SQLite's JSON ends a string at a NUL, which a name may hold.
                    AND (actor_id IS NOT json_extract(record, '$.actor_id') OR role IS NOT json_extract(record, '$.role')))
            """,
            "rows of the history have columns that do not say what their record says."),
        (
            $"""
            SELECT count(*) FROM history
            WHERE {Instant("recorded_at")} IS NOT json_extract(record, '$.recorded_at')
                OR {Instant("created_at")} IS NOT json_extract(record, '$.created_at')
                OR {Instant("updated_at")} IS NOT json_extract(record, '$.updated_at')
            """,
            "rows of the history have other times than their record."),
        (
            $"""
            SELECT count(*) FROM {Heads}
            WHERE m.is_deleted IS NOT h.is_deleted OR m.review_of IS NOT json_extract(h.record, '$.review_of')
                OR (m.expires_at IS NULL) <> (json_extract(h.record, '$.expiration_date') IS NULL)
                OR m.number IS NOT (SELECT min(sequence) FROM history WHERE memory_id = m.memory_id)
            """,
            "memories are marked otherwise than their newest row."),
        (
            $"""
            SELECT count(*) FROM {Heads} LEFT JOIN history t ON t.sequence = m.text_sequence AND t.memory_id = m.memory_id
            WHERE t.text_hash IS NOT h.text_hash
            """,
            "memories point at another row for their text."),
        (
            $"""
            SELECT count(*) FROM {Heads}
            WHERE (SELECT count(*) FROM memory_scopes s WHERE s.number = m.number) <>
                (h.user_id IS NOT NULL) + (h.agent_id IS NOT NULL) + (h.run_id IS NOT NULL) + (h.app_id IS NOT NULL)
                + coalesce(json_array_length(h.record, '$.linked_agent_ids'), 0) + coalesce(json_array_length(h.record, '$.linked_run_ids'), 0)
            """,
            "memories are listed in more or fewer scopes than they are found in."),
        (
            $"""
            SELECT count(*) FROM {Heads} JOIN memory_scopes s ON s.number = m.number
            WHERE s.value NOT IN (
                SELECT h.user_id WHERE s.kind = 0 AND h.user_id IS NOT NULL
                UNION ALL SELECT h.agent_id WHERE s.kind = 1 AND h.agent_id IS NOT NULL
                UNION ALL SELECT h.run_id WHERE s.kind = 2 AND h.run_id IS NOT NULL
                UNION ALL SELECT h.app_id WHERE s.kind = 3 AND h.app_id IS NOT NULL
                UNION ALL SELECT j.value FROM json_each(h.record, '$.linked_agent_ids') j WHERE s.kind = 1
                UNION ALL SELECT j.value FROM json_each(h.record, '$.linked_run_ids') j WHERE s.kind = 2)
            """,
            "scopes list a memory that is not found in them."),
    ];

    /// <summary>Writes a column's instant as JSON has it: without the zeros at its end.</summary>
    private static string Instant(string column) => $"rtrim(rtrim(substr({column}, 1, 27), '0'), '.') || substr({column}, 28)";
}
