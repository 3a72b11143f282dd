using Npgsql;

namespace Mem0Sharp.Postgres;

/// <content>Taking out the bytes of what was erased.</content>
public sealed partial class PostgresHistoryStore
{
    /// <summary>
    /// Copies each table into new files without what was erased, deleted or replaced (<c>VACUUM FULL</c>), and drops the old ones: a plain VACUUM, and
    /// autovacuum, make the space of dead rows free and leave their bytes in it.
    /// </summary>
    /// <param name="cancellationToken">Ends it between two tables, or within one, which is then as it was.</param>
    /// <returns>A task that ends when each was copied.</returns>
    /// <exception cref="MemoryException">A table could not be copied. Those before it were; the call may be made again.</exception>
    /// <remarks>
    /// Each table in turn is closed to readers and writers while it is copied, and the largest needs its space twice. The server drops the old files with
    /// its next checkpoint. What a transaction that began before the erase can still see is copied too: a dump that is going on, a replica
    /// with <c>hot_standby_feedback</c>. The write-ahead log, its archive, replicas and backups keep what they have: docs/stores.md says for how long.
    /// </remarks>
    public async Task RewriteAsync(CancellationToken cancellationToken = default)
    {
        Dictionary<string, long> before = await FilesAsync(cancellationToken).ConfigureAwait(false);
        foreach (string table in before.Keys)
        {
            await _database.RunAsync((connection, token) => CopyAsync(connection, table, token), cancellationToken).ConfigureAwait(false);
        }

        // Of a table that a role may not copy, VACUUM warns and says that all is well.
        Dictionary<string, long> after = await FilesAsync(cancellationToken).ConfigureAwait(false);
        if (before.Any(file => after.GetValueOrDefault(file.Key) == file.Value))
        {
            throw new MemoryAccessDeniedException("store", "PostgreSQL did not rewrite a table: the role must own it, or have MAINTAIN on it.");
        }
    }

    /// <summary>Gets the tables that have rows of their own, each with the number of its file, which a rewritten one has another of.</summary>
    private async Task<Dictionary<string, long>> FilesAsync(CancellationToken cancellationToken) => (await ReadAsync(
        batch => batch.Add("""
                SELECT c.relname::text, pg_relation_filenode(c.oid)::bigint FROM pg_class c
                WHERE c.relnamespace = $1::regnamespace AND c.relkind = 'r' ORDER BY 1
                """)
            .With(_database.Schema),
        row => (Table: row.GetString(0), File: row.GetInt64(1)),
        cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.Table, row => row.File, StringComparer.Ordinal);

    private async Task<int> CopyAsync(NpgsqlConnection connection, string table, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // The text is made of a schema's name that was checked, and of this package's own tables.
        NpgsqlCommand command = new($"VACUUM (FULL) {_database.Schema}.\"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection)
        {
            CommandTimeout = 0, // It takes as long as the table is large.
        };
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HistoryErasure> RewrittenAsync(HistoryErasure erasure)
    {
        try
        {
            await RewriteAsync(CancellationToken.None).ConfigureAwait(false);
            return erasure;
        }
        catch (MemoryException exception)
        {
            throw new MemoryStoreException(
                "It is erased, but the tables could not be rewritten: bytes of it are still in the server's files until RewriteAsync succeeds.",
                isCommitted: true,
                innerException: exception);
        }
    }
}
