using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Faults;

/// <summary>A memory file as the first format had it: its tables, and its rows as they were written then.</summary>
/// <remarks>Written out, so that it stays as it was whatever becomes of the library.</remarks>
internal sealed class FirstFormatFile : IDisposable
{
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
        PRAGMA application_id = 1295012643;
        PRAGMA user_version = 1;
        """;

    private const string InsertRow = """
        INSERT INTO history (id, memory_id, old_memory, new_memory, event, created_at, updated_at, is_deleted, actor_id, role,
            version, user_id, agent_id, run_id, app_id, recorded_at, reason, record)
        VALUES ($id, $memory, CAST($old AS TEXT), CAST($new AS TEXT), $event, $created, $updated, $deleted, $actor, $role,
            $version, $user, $agent, $run, $app, $recorded, CAST($reason AS TEXT), $record)
        RETURNING sequence
        """;

    private const string PointAt = """
        INSERT INTO memories (number, memory_id, sequence, is_deleted, expires_at, text_hash)
        VALUES ($number, $memory, $sequence, $deleted, $expires, $hash)
        ON CONFLICT (number) DO UPDATE SET
            sequence = excluded.sequence, is_deleted = excluded.is_deleted, expires_at = excluded.expires_at, text_hash = excluded.text_hash
        """;

    private readonly Dictionary<string, (long Number, MemoryItem Item, bool IsDeleted)> _heads = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    public FirstFormatFile(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode = WAL");
        _transaction = _connection.BeginTransaction();
        Run(Create);
    }

    /// <summary>Gets the rows that were written, in order.</summary>
    public List<(string Event, MemoryItem Item, string? OldText)> Rows { get; } = [];

    public void Space(string model, int dimensions)
    {
        Run("INSERT INTO properties VALUES ('embedding_model', $model)", ("$model", model));
        Run("INSERT INTO properties VALUES ('embedding_dimensions', $dimensions)", ("$dimensions", dimensions.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Appends a row to a memory's history, with the embedding of its text where that is new.</summary>
    public FirstFormatFile Append(string change, MemoryItem item, float[]? vector = null, string? reason = null)
    {
        bool deleted = string.Equals(change, "DELETE", StringComparison.Ordinal);
        bool known = _heads.TryGetValue(item.Id, out (long Number, MemoryItem Item, bool IsDeleted) head);
        string? oldText = known && !head.IsDeleted ? head.Item.Text : null;
        byte[] hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(item.Text));
        long sequence = (long)Run(
            InsertRow,
            ("$id", Guid.CreateVersion7(item.RecordedAt).ToString()),
            ("$memory", item.Id),
            ("$old", Bytes(oldText)),
            ("$new", deleted ? null : Bytes(item.Text)),
            ("$event", change),
            ("$created", Iso(item.CreatedAt)),
            ("$updated", Iso(item.UpdatedAt)),
            ("$deleted", deleted ? 1L : 0L),
            ("$actor", item.ActorId),
            ("$role", item.Role),
            ("$version", (long)item.Version),
            ("$user", item.Scope.UserId),
            ("$agent", item.Scope.AgentId),
            ("$run", item.Scope.RunId),
            ("$app", item.Scope.AppId),
            ("$recorded", Iso(item.RecordedAt)),
            ("$reason", Bytes(reason)),
            ("$record", JsonSerializer.Serialize(item)))!;
        if (vector is not null)
        {
            Run(
                "INSERT INTO embeddings (hash, vector) VALUES ($hash, $vector) ON CONFLICT (hash) DO NOTHING",
                ("$hash", hash),
                ("$vector", MemoryMarshal.AsBytes(vector.AsSpan()).ToArray()));
        }

        long number = known ? head.Number : sequence;
        Run(
            PointAt,
            ("$number", number),
            ("$memory", item.Id),
            ("$sequence", sequence),
            ("$deleted", deleted ? 1L : 0L),
            ("$expires", item.ExpiresAt?.UtcTicks),
            ("$hash", hash));

        // A deleted memory was found in no scope.
        Run("DELETE FROM memory_scopes WHERE number = $number", ("$number", number));
        foreach ((long kind, string value) in deleted ? [] : Ids(item))
        {
            Run("INSERT OR IGNORE INTO memory_scopes (kind, value, number) VALUES ($kind, $value, $number)", ("$kind", kind), ("$value", value), ("$number", number));
        }

        _heads[item.Id] = (number, item, deleted);
        Rows.Add((change, item, oldText));
        return this;
    }

    /// <summary>Commits and closes the file.</summary>
    public void Dispose()
    {
        _transaction.Commit();
        _transaction.Dispose();
        _connection.Dispose();
    }

    private static IEnumerable<(long Kind, string Value)> Ids(MemoryItem item) => ((IEnumerable<(long Kind, string? Value)>)
    [
        (2, item.Scope.RunId), (0, item.Scope.UserId), (1, item.Scope.AgentId), (3, item.Scope.AppId),
        .. item.LinkedAgentIds.Select(id => (1L, (string?)id)), .. item.LinkedRunIds.Select(id => (2L, (string?)id)),
    ]).Where(id => id.Value is not null).Select(id => (id.Kind, id.Value!));

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);

    private object? Run(string sql, params (string Name, object? Value)[] parameters)
    {
        using SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command.ExecuteScalar();
    }
}
