using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Brings the tables to this version's format.</summary>
internal static class SchemaSteps
{
    /// <summary>"M0S#" in ASCII.</summary>
    private const long LockKey = 0x4D305323;

    /// <summary>Creates what is missing. Of hosts that come at once, one does it; where nothing is missing, only a table is read.</summary>
    /// <exception cref="MemoryConfigurationException">The tables are of a newer version of this library.</exception>
    public static async Task ApplyAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await FormatAsync(database, connection, cancellationToken).ConfigureAwait(false) == PostgresSchema.Version)
        {
            return;
        }

        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // One lock for all schemas of the database: they share the extension, and "IF NOT EXISTS" does not wait for whoever makes it.
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", null, cancellationToken).ConfigureAwait(false);

            // Looks at the catalog anew: what the session has looked up before, it remembers, and "IF NOT EXISTS" goes by that.
            await ExecuteAsync(connection, "SELECT count(*) FROM pg_namespace", null, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"CREATE SCHEMA IF NOT EXISTS {database.Schema}", null, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(
                connection,
                $"CREATE TABLE IF NOT EXISTS {database.Schema}.format (step integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())",
                null,
                cancellationToken).ConfigureAwait(false);
            int format = await FormatAsync(database, connection, cancellationToken).ConfigureAwait(false);
            if (format == 0)
            {
                await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS vector", null, cancellationToken).ConfigureAwait(false);
            }

            // After the extension, which belongs where others find it too.
            await ExecuteAsync(
                connection, "SELECT set_config('search_path', $1 || ',' || current_setting('search_path'), true)", database.Schema, cancellationToken)
                .ConfigureAwait(false);
            string[] steps = PostgresSchema.Steps(database.Options.Partitions);
            for (int step = format; step < steps.Length; step++)
            {
                await ExecuteAsync(connection, steps[step], null, cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(connection, $"INSERT INTO {database.Schema}.format (step) VALUES ({step + 1})", null, cancellationToken)
                    .ConfigureAwait(false);
            }

            if (format == 0)
            {
                await ExecuteAsync(
                    connection, $"INSERT INTO {database.Schema}.state (epoch, sequence) VALUES ({HistoryPosition.NewEpoch()}, 0)", null, cancellationToken)
                    .ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns>How many steps were made; 0 where there is nothing yet.</returns>
    private static async Task<int> FormatAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        object? isThere = await ScalarAsync(connection, "SELECT to_regclass($1 || '.format') IS NOT NULL", database.Schema, cancellationToken)
            .ConfigureAwait(false);
        if (isThere is not true)
        {
            return 0;
        }

        int format = (int)(await ScalarAsync(connection, $"SELECT coalesce(max(step), 0) FROM {database.Schema}.format", null, cancellationToken)
            .ConfigureAwait(false))!;
        return format <= PostgresSchema.Version
            ? format
            : throw new MemoryConfigurationException(
                $"The tables have format {format}; this version of Mem0Sharp.Postgres reads up to format {PostgresSchema.Version}.",
                "Update the Mem0Sharp.Postgres package.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, string? parameter, CancellationToken cancellationToken) =>
        await ScalarAsync(connection, sql, parameter, cancellationToken).ConfigureAwait(false);

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, string? parameter, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The text is made of constants and of a schema's name that was checked.
        NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            if (parameter is not null)
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = parameter });
            }

            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
