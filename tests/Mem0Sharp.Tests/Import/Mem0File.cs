using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.Import;

/// <summary>An SQLite file as one of Mem0's releases makes it, in a folder of its own.</summary>
internal sealed class Mem0File : IDisposable
{
    /// <summary>Python, since 2025.</summary>
    public const string Python = """
        CREATE TABLE history (
            id TEXT PRIMARY KEY, memory_id TEXT, old_memory TEXT, new_memory TEXT, event TEXT, created_at DATETIME,
            updated_at DATETIME, is_deleted INTEGER, actor_id TEXT, role TEXT)
        """;

    /// <summary>Python, 2024 and early 2025.</summary>
    public const string PythonWithNewValue = """
        CREATE TABLE IF NOT EXISTS history (
            id TEXT PRIMARY KEY, memory_id TEXT, old_memory TEXT, new_memory TEXT, new_value TEXT, event TEXT,
            created_at DATETIME, updated_at DATETIME, is_deleted INTEGER)
        """;

    /// <summary>Python, the first releases.</summary>
    public const string PythonFirst = """
        CREATE TABLE IF NOT EXISTS history (
            id TEXT PRIMARY KEY, memory_id TEXT, prev_value TEXT, new_value TEXT, event TEXT, timestamp DATETIME, is_deleted INTEGER)
        """;

    public const string TypeScript = """
        CREATE TABLE IF NOT EXISTS memory_history (
            id INTEGER PRIMARY KEY AUTOINCREMENT, memory_id TEXT NOT NULL, previous_value TEXT, new_value TEXT, action TEXT NOT NULL,
            created_at TEXT, updated_at TEXT, is_deleted INTEGER DEFAULT 0)
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-import ");
    private int _rows;

    public Mem0File(params string[] sql)
    {
        foreach (string statement in sql)
        {
            Execute(statement);
        }
    }

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(_folder.FullName, "history #1.db");

    public MemoryImportSource Source => MemoryImportSource.Mem0History(Path);

    /// <summary>Adds a row of Python's.</summary>
    public Mem0File Row(
        string? memory,
        string? change,
        string? oldText,
        string? newText,
        object? created = null,
        object? updated = null,
        int deleted = 0,
        string? actor = null,
        string? role = null)
    {
        Execute(
            "INSERT INTO history VALUES ($id, $memory, $old, $new, $event, $created, $updated, $deleted, $actor, $role)",
            ("$id", $"row-{++_rows}"),
            ("$memory", memory),
            ("$old", oldText),
            ("$new", newText),
            ("$event", change),
            ("$created", created),
            ("$updated", updated),
            ("$deleted", deleted),
            ("$actor", actor),
            ("$role", role));
        return this;
    }

    /// <summary>Adds a row of TypeScript's.</summary>
    public Mem0File TypeScriptRow(
        string memory, string change, string? oldText, string? newText, string? created = null, string? updated = null, int deleted = 0)
    {
        Execute(
            "INSERT INTO memory_history (memory_id, previous_value, new_value, action, created_at, updated_at, is_deleted) "
            + "VALUES ($memory, $old, $new, $event, $created, $updated, $deleted)",
            ("$memory", memory),
            ("$old", oldText),
            ("$new", newText),
            ("$event", change),
            ("$created", created),
            ("$updated", updated),
            ("$deleted", deleted));
        return this;
    }

    public void Execute(string sql, params (string Name, object? Value)[] parameters)
    {
        using SqliteConnection connection = Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    public SqliteConnection Open()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
