using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>The tables of a memory file, and the check that a file is one.</summary>
/// <remarks>
/// SQL for SQLite 3.35 and later. <c>history</c> is the log; it starts with Mem0's columns, so whoever knows those can read it.
/// <c>memories</c> points at the newest row of each memory, <c>memory_scopes</c> says in which scopes it is found, and
/// <c>embeddings</c> holds vectors by the SHA-256 of their text.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>"M0S#" in ASCII, in the file's header: so that another application's database is never taken for ours.</summary>
    private const long ApplicationId = 0x4D305323;

    private const long Version = 1;

    private const string Create = """
        CREATE TABLE history (
            sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
            id          TEXT NOT NULL,
            memory_id   TEXT NOT NULL,
            old_memory  TEXT,
            new_memory  TEXT,
            event       TEXT NOT NULL,
            created_at  TEXT NOT NULL,
            updated_at  TEXT NOT NULL,
            is_deleted  INTEGER NOT NULL,
            actor_id    TEXT,
            role        TEXT,
            version     INTEGER NOT NULL,
            user_id     TEXT,
            agent_id    TEXT,
            run_id      TEXT,
            app_id      TEXT,
            recorded_at TEXT NOT NULL,
            reason      TEXT,
            record      TEXT NOT NULL
        );
        CREATE INDEX history_by_memory ON history (memory_id, sequence);

        CREATE TABLE memories (
            number     INTEGER PRIMARY KEY,
            memory_id  TEXT NOT NULL UNIQUE,
            sequence   INTEGER NOT NULL UNIQUE,
            is_deleted INTEGER NOT NULL,
            expires_at INTEGER,
            text_hash  BLOB NOT NULL
        );

        CREATE TABLE memory_scopes (
            kind   INTEGER NOT NULL,
            value  TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (kind, value, number)
        ) WITHOUT ROWID;

        CREATE TABLE embeddings (
            number INTEGER PRIMARY KEY,
            hash   BLOB NOT NULL UNIQUE,
            vector BLOB NOT NULL
        );

        CREATE TABLE properties (
            name  TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO properties VALUES ('epoch', '0');
        """;

    /// <summary>Checks that the file is one of ours, or new. Changes nothing.</summary>
    /// <exception cref="MemoryConfigurationException">It is another application's, or of a newer version of this library.</exception>
    public static void Check(SqliteConnection connection)
    {
        // In one transaction: another process may be making the file.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        IsNew(connection);
    }

    /// <summary>Creates the tables in a new file; checks again, under the write lock, that the file is new or one of ours.</summary>
    /// <exception cref="MemoryConfigurationException">It is another application's, or of a newer version of this library.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        // Immediate: of two processes that open a new file at once, the second waits and finds it made.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        if (IsNew(connection))
        {
            Execute(connection, Create);
            Execute(connection, $"PRAGMA application_id = {ApplicationId}");
            Execute(connection, $"PRAGMA user_version = {Version}");
        }

        transaction.Commit();
    }

    private static bool IsNew(SqliteConnection connection)
    {
        long applicationId = Scalar(connection, "PRAGMA application_id");
        long version = Scalar(connection, "PRAGMA user_version");
        if (applicationId == 0 && version == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            return true;
        }

        if (applicationId != ApplicationId)
        {
            throw new MemoryConfigurationException(
                "The file is an SQLite database of another application.", "Give the path of a memory file, or of a file that does not exist yet.");
        }

        return version <= Version
            ? false
            : throw new MemoryConfigurationException(
                $"The memory file has format {version}; this version of Mem0Sharp reads up to format {Version}.", "Update the Mem0Sharp package.");
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

#pragma warning disable CA2100 // The two callers pass constants.
    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}
