namespace Mem0Sharp.Postgres;

/// <summary>What opening a memory does to a database, as SQL: for a database administrator to read and to run, where hosts may not.</summary>
public static class PostgresSchemaScript
{
    /// <summary>Writes the statements that make the tables and let in the roles that the settings name.</summary>
    /// <param name="options">The settings that the hosts will have, or null for the defaults.</param>
    /// <returns>One transaction, which may be run again: what is there stays, and what is missing is made. Roles are not created.</returns>
    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    /// <remarks>Run as the role that is to own the tables. Where the extension is to be in a schema of its own, create it before.</remarks>
    public static string Create(PostgresStoreOptions? options = null)
    {
        PostgresStoreOptions chosen = (options ?? new PostgresStoreOptions()).Validated();
        string schema = chosen.Schema;
        IEnumerable<string> steps = PostgresSchema.Steps(chosen.Partitions).Select((sql, step) => $"""
            DO $made$
            BEGIN
                IF NOT EXISTS (SELECT FROM {schema}.format WHERE step = {step + 1}) THEN
                    EXECUTE replace($step$
            {sql}
                    $step$, '%:', (SELECT extnamespace::regnamespace::text || '.' FROM pg_extension WHERE extname = 'vector'));
                    INSERT INTO {schema}.format (step) VALUES ({step + 1});
                END IF;
            END $made$;
            """);
        string[] parts =
        [
            $"""
            BEGIN;
            SELECT pg_advisory_xact_lock({SchemaSteps.LockKey});
            CREATE EXTENSION IF NOT EXISTS vector;
            CREATE SCHEMA IF NOT EXISTS {schema};
            SELECT set_config('search_path', '{schema}', true);
            {PostgresSchema.FormatTable.Replace("TABLE %.", $"TABLE IF NOT EXISTS {schema}.", StringComparison.Ordinal)};
            """,
            .. steps,
            $"""
            INSERT INTO {schema}.state (epoch, sequence) SELECT 1 + floor(random() * {long.MaxValue >> 11})::bigint, 0
            WHERE NOT EXISTS (SELECT FROM {schema}.state);
            """,
            RolePolicies.Sql(chosen),
            "COMMIT;",
        ];
        return string.Join("\n\n", parts.Where(part => part.Length > 0)) + "\n";
    }
}
