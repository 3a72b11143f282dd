using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>The tables of a memory file, and the check that a file is one.</summary>
/// <remarks>
/// SQL for SQLite 3.35 and later. <c>history</c> is the log; it starts with Mem0's columns, so whoever knows those can read it.
/// <c>memories</c> points at the newest row of each memory, <c>memory_scopes</c> says in which scopes it is or was found,
/// <c>embeddings</c> holds vectors by the SHA-256 of their text, <c>rejections</c> and <c>calls</c> hold hashes of what is not to be
/// learned again and of calls that happen once, <c>erasures</c> the ids of what is gone, <c>queue</c> calls to be done later, <c>late_embeddings</c> which texts have no vector yet, or since when, and
/// <c>next_embeddings</c> vectors of the model that the file is moved to. Each row has a checksum of itself, except those of
/// <c>memory_scopes</c>, which can be compared with the records.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>The format that this version of the library writes.</summary>
    public const long Version = 6;

    /// <summary>"M0S#" in ASCII, in the file's header: so that another application's database is never taken for ours.</summary>
    private const long ApplicationId = 0x4D305323;

    /// <summary>What format 2 added. A new file gets it as well, so that there is one text of it.</summary>
    public const string SecondFormat = """
        CREATE INDEX history_by_time ON history (recorded_at);
        CREATE INDEX memories_in_review ON memories (number) WHERE review_of IS NOT NULL;

        CREATE TABLE rejections (
            scope       TEXT NOT NULL,
            value       TEXT NOT NULL,
            rejected_at TEXT NOT NULL,
            PRIMARY KEY (scope, value)
        ) WITHOUT ROWID;

        CREATE TABLE calls (
            number      INTEGER PRIMARY KEY,
            key         TEXT NOT NULL UNIQUE,
            request     TEXT NOT NULL,
            outcome     TEXT,
            holds_facts INTEGER NOT NULL,
            called_at   TEXT NOT NULL,
            user_id     TEXT,
            agent_id    TEXT,
            run_id      TEXT,
            app_id      TEXT
        );
        CREATE INDEX calls_by_time ON calls (called_at);

        CREATE TABLE call_memories (
            memory_id TEXT NOT NULL,
            call      INTEGER NOT NULL,
            PRIMARY KEY (memory_id, call)
        ) WITHOUT ROWID;
        CREATE INDEX call_memories_by_call ON call_memories (call);

        CREATE TABLE erasures (
            number    INTEGER PRIMARY KEY,
            sequence  INTEGER NOT NULL,
            memory_id TEXT NOT NULL UNIQUE,
            version   INTEGER NOT NULL,
            erased_at TEXT NOT NULL
        );
        CREATE INDEX erasures_by_sequence ON erasures (sequence);
        """;

    /// <summary>What format 4 added.</summary>
    public const string FourthFormat = """
        CREATE TABLE queue (
            number    INTEGER PRIMARY KEY,
            id        TEXT NOT NULL UNIQUE,
            kind      TEXT NOT NULL,
            owner     TEXT NOT NULL,
            content   TEXT NOT NULL,
            queued_at TEXT NOT NULL,
            attempts  INTEGER NOT NULL,
            error     TEXT,
            set_aside INTEGER NOT NULL,
            key       TEXT UNIQUE,
            request   TEXT,
            user_id   TEXT,
            agent_id  TEXT,
            run_id    TEXT,
            app_id    TEXT,
            checksum  INTEGER
        );
        CREATE INDEX queue_by_owner ON queue (owner);

        CREATE TABLE late_embeddings (
            hash     BLOB PRIMARY KEY,
            sequence INTEGER,
            checksum INTEGER
        ) WITHOUT ROWID;
        """;

    /// <summary>What format 5 added.</summary>
    public const string FifthFormat = """
        CREATE TABLE next_embeddings (
            number   INTEGER PRIMARY KEY,
            hash     BLOB NOT NULL UNIQUE,
            vector   BLOB NOT NULL,
            checksum INTEGER
        );
        """;

    private const string Create = """
        CREATE TABLE history (
            sequence        INTEGER PRIMARY KEY AUTOINCREMENT,
            id              TEXT NOT NULL,
            memory_id       TEXT NOT NULL,
            old_memory      TEXT,
            new_memory      TEXT,
            event           TEXT NOT NULL,
            created_at      TEXT NOT NULL,
            updated_at      TEXT NOT NULL,
            is_deleted      INTEGER NOT NULL,
            actor_id        TEXT,
            role            TEXT,
            version         INTEGER NOT NULL,
            user_id         TEXT,
            agent_id        TEXT,
            run_id          TEXT,
            app_id          TEXT,
            recorded_at     TEXT NOT NULL,
            reason          TEXT,
            record          TEXT NOT NULL,
            text_hash       BLOB,
            changed_by      TEXT,
            changed_by_role TEXT,
            old_hash        TEXT,
            new_hash        TEXT
        );
        CREATE INDEX history_by_memory ON history (memory_id, sequence);

        CREATE TABLE memories (
            number        INTEGER PRIMARY KEY,
            memory_id     TEXT NOT NULL UNIQUE,
            sequence      INTEGER NOT NULL UNIQUE,
            is_deleted    INTEGER NOT NULL,
            expires_at    INTEGER,
            review_of     TEXT,
            text_sequence INTEGER
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
        """;

    /// <summary>Checks that the file is one of ours, or new. Changes nothing.</summary>
    /// <returns>Whether it has this version's format, so that nothing is left to prepare.</returns>
    /// <exception cref="MemoryConfigurationException">It is another application's, or of a newer version of this library.</exception>
    public static bool Check(SqliteConnection connection)
    {
        // In one transaction: another process may be making the file.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return Format(connection) == Version;
    }

    /// <summary>
    /// Creates the tables in a new file and brings an older one up to date, inside the caller's transaction, which holds the write
    /// lock: of two processes that open a file at once, the second finds it made. So it is checked again that the file is new or one of ours.
    /// </summary>
    /// <exception cref="MemoryConfigurationException">It is another application's, or of a newer version of this library.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        long format = Format(connection);
        if (format == 0)
        {
            Execute(connection, Create);
            Execute(connection, SecondFormat);
            Execute(connection, $"INSERT INTO properties VALUES ('epoch', '{HistoryPosition.NewEpoch()}')");
            Execute(connection, $"PRAGMA application_id = {ApplicationId}");
        }
        else if (format == 1)
        {
            SqliteUpgrade.ToSecondFormat(connection);
        }

        if (format < 3)
        {
            SqliteUpgrade.ToThirdFormat(connection);
        }

        if (format < 4)
        {
            Execute(connection, FourthFormat);
        }

        if (format < 5)
        {
            Execute(connection, FifthFormat);
        }

        if (format is > 2 and < 6)
        {
            SqliteUpgrade.ToSixthFormat(connection);
        }

        if (format < Version)
        {
            SqliteUpgrade.NoteDefinitions(connection);
            Execute(connection, $"PRAGMA user_version = {Version}");
        }
    }

#pragma warning disable CA2100 // Every caller passes constants.
    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100

    /// <returns>The file's format; 0 for a new file.</returns>
    private static long Format(SqliteConnection connection)
    {
        long applicationId = Scalar(connection, "PRAGMA application_id");
        long version = Scalar(connection, "PRAGMA user_version");
        if (applicationId == 0 && version == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            return 0;
        }

        if (applicationId != ApplicationId)
        {
            throw new MemoryConfigurationException(
                "The file is an SQLite database of another application.", "Give the path of a memory file, or of a file that does not exist yet.");
        }

        return version <= Version
            ? version
            : throw new MemoryConfigurationException(
                $"The memory file has format {version}; this version of Mem0Sharp reads up to format {Version}.", "Update the Mem0Sharp package.");
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
