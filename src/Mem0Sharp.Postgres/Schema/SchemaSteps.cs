using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Brings the tables to this version's format, and lets in the roles that the settings name.</summary>
internal static class SchemaSteps
{
    /// <summary>"M0S#" in ASCII. One lock for all schemas of a database: they share the extension.</summary>
    public const long LockKey = 0x4D305323;

    // Of the catalogs alone, which every role may read.
    private const string StateSql = """
        SELECT e.extnamespace::regnamespace::text, coalesce(has_schema_privilege(e.extnamespace, 'USAGE'), false), n.oid IS NOT NULL, c.oid IS NOT NULL,
            coalesce(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'), false), quote_ident(current_user)
        FROM (SELECT) one LEFT JOIN pg_extension e ON e.extname = 'vector' LEFT JOIN pg_namespace n ON n.nspname = $1
            LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = 'format'
        """;

    /// <summary>Creates what is missing. Of hosts that come at once, one does it; where nothing is missing, no right to create is needed.</summary>
    /// <exception cref="MemoryConfigurationException">The tables are of a newer version of this library, or the role may not do what must be done.</exception>
    public static async Task ApplyAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        SchemaState state = await StateAsync(database, connection, cancellationToken).ConfigureAwait(false);
        if (state.Extension is null
            || await FormatAsync(database, state, connection, cancellationToken).ConfigureAwait(false) != PostgresSchema.Version
            || !await RoleAccess.IsGivenAsync(database, connection, cancellationToken).ConfigureAwait(false))
        {
            state = await CreateAsync(database, connection, cancellationToken).ConfigureAwait(false);
        }

        await RoleAccess.EnsureAsync(database, connection, cancellationToken).ConfigureAwait(false);
        database.UseExtensionIn(state.Extension!);
    }

    private static async Task<SchemaState> CreateAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await SchemaCommand.RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken).ConfigureAwait(false);

            // Anew: whoever had the lock may have made it. What is there is not asked for, since "IF NOT EXISTS" would need the right to create it.
            SchemaState state = await StateAsync(database, connection, cancellationToken).ConfigureAwait(false);
            if (state.Extension is null)
            {
                await SchemaErrors.DoAsync(
                    () => SchemaCommand.RunAsync(connection, "CREATE EXTENSION vector", cancellationToken),
                    "The extension vector (pgvector) is not in the database, and this role may not create it.",
                    "Run \"CREATE EXTENSION vector\" in it as a role that may, in any schema; where the server does not have pgvector, install it first.")
                    .ConfigureAwait(false);
                state = await StateAsync(database, connection, cancellationToken).ConfigureAwait(false);
            }

            if (!state.CanUseExtension)
            {
                throw RoleAccess.Lacks([$"GRANT USAGE ON SCHEMA {state.Extension} TO {state.Role}"]);
            }

            database.UseExtensionIn(state.Extension!);
            await SchemaErrors.DoAsync(
                () => StepsAsync(database, state, connection, cancellationToken),
                "The memory's tables are not there, or not all of them, and this role may not create them.",
                $"Open the memory once with a role that may (GRANT CREATE ON DATABASE, or that owns the schema {database.Schema}), or run {ScriptName}.")
                .ConfigureAwait(false);
            if (!await RoleAccess.IsGivenAsync(database, connection, cancellationToken).ConfigureAwait(false))
            {
                await RoleAccess.GiveAsync(database, connection, cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return await StateAsync(database, connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private const string ScriptName = "what PostgresSchemaScript.Create gives";

    private static async Task StepsAsync(
        PostgresDatabase database, SchemaState state, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!state.HasSchema)
        {
            await SchemaCommand.RunAsync(connection, $"CREATE SCHEMA {database.Schema}", cancellationToken).ConfigureAwait(false);
        }

        if (!state.HasFormat)
        {
            await SchemaCommand.RunAsync(connection, database.Statement(PostgresSchema.FormatTable), cancellationToken).ConfigureAwait(false);
        }

        int format = await FormatAsync(database, state with { HasFormat = true, CanReadFormat = true }, connection, cancellationToken).ConfigureAwait(false);
        string[] steps = PostgresSchema.Steps(database.Options.Partitions);
        if (format == steps.Length)
        {
            return;
        }

        await SchemaCommand.RunAsync(connection, $"SELECT set_config('search_path', '{database.Schema}', true)", cancellationToken).ConfigureAwait(false);
        for (int step = format; step < steps.Length; step++)
        {
            await SchemaCommand.RunAsync(connection, database.Statement(steps[step]), cancellationToken).ConfigureAwait(false);
            await SchemaCommand.RunAsync(connection, $"INSERT INTO {database.Schema}.format (step) VALUES ({step + 1})", cancellationToken)
                .ConfigureAwait(false);
        }

        if (format == 0)
        {
            await SchemaCommand.RunAsync(
                connection, $"INSERT INTO {database.Schema}.state (epoch, sequence) VALUES ({HistoryPosition.NewEpoch()}, 0)", cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static async Task<SchemaState> StateAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (await SchemaCommand.RowsAsync(
            connection,
            StateSql,
            row => new SchemaState(
                row.IsDBNull(0) ? null : row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4), row.GetString(5)),
            cancellationToken,
            database.Schema).ConfigureAwait(false))[0];

    /// <returns>How many steps were made; 0 where there is nothing yet.</returns>
    private static async Task<int> FormatAsync(
        PostgresDatabase database, SchemaState state, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!state.HasFormat)
        {
            return 0;
        }

        if (!state.CanReadFormat)
        {
            throw RoleAccess.Lacks(
                [$"GRANT USAGE ON SCHEMA {database.Schema} TO {state.Role}", $"GRANT SELECT ON {database.Schema}.format TO {state.Role}"]);
        }

        int format = (await SchemaCommand.RowsAsync(
            connection, $"SELECT coalesce(max(step), 0) FROM {database.Schema}.format", row => row.GetInt32(0), cancellationToken).ConfigureAwait(false))[0];
        return format <= PostgresSchema.Version
            ? format
            : throw new MemoryConfigurationException(
                $"The tables have format {format}; this version of Mem0Sharp.Postgres reads up to format {PostgresSchema.Version}.",
                "Update the Mem0Sharp.Postgres package.");
    }
}
