namespace Mem0Sharp.Postgres;

/// <summary>What the server's planner must not learn: its statistics are copies of values, in a table that an erase does not reach.</summary>
internal static class Statistics
{
    /// <summary>Keeps words, people and vectors out of them. What is looked for by itself is an id, a hash or a number; of those it may know.</summary>
    public const string KeepContentOut = """
        DO $$
        DECLARE
            of record;
        BEGIN
            FOR of IN
                SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
                    AND format_type(a.atttypid, NULL) IN ('text', 'text[]', 'tsvector', 'vector', 'real[]')
                    AND a.attname NOT IN ('id', 'memory_id', 'target_id', 'key', 'request', 'old_hash', 'new_hash', 'erasures_hash')
            LOOP
                EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', of.relname, of.attname);
            END LOOP;
        END $$
        """;
}
