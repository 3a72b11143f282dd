namespace Mem0Sharp;

/// <summary>What must hold between the tables of a memory file: each rule counts what breaks it.</summary>
internal static class SqliteConsistency
{
    public static IReadOnlyList<(string Sql, string Problem)> Rules { get; } =
    [
        (
            "SELECT count(*) FROM history WHERE text_hash IS NULL OR text_hash NOT IN (SELECT hash FROM embeddings)",
            "rows of the history have no embedding."),
        (
            "SELECT count(*) FROM embeddings WHERE hash NOT IN (SELECT text_hash FROM history WHERE text_hash IS NOT NULL)",
            "embeddings belong to no row of the history."),
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
            "SELECT count(*) FROM properties WHERE name = 'compaction_due'",
            "erase is not finished: its bytes are still in the file. Open the file again when nobody else reads it."),
    ];
}
