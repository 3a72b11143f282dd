using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp.Benchmarks;

/// <summary>The least that a durable write can be: one row by one prepared INSERT between a prepared BEGIN and COMMIT.</summary>
/// <remarks>A table of its own, in a file of its own or in the memory's. SQLite is called directly: no provider is between.</remarks>
internal sealed class BareInsert : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt[] _statements;

    public BareInsert(string path, HistoryDurability durability)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute(durability == HistoryDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        Execute("PRAGMA wal_autocheckpoint = 4000");
        Execute("CREATE TABLE bare (sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, text TEXT NOT NULL)");
        _statements = [Prepare("BEGIN IMMEDIATE"), Prepare("INSERT INTO bare (id, text) VALUES (?, ?)"), Prepare("COMMIT")];
    }

    public int Write(string id, string text)
    {
        raw.sqlite3_bind_text(_statements[1], 1, id);
        raw.sqlite3_bind_text(_statements[1], 2, text);
        foreach (sqlite3_stmt statement in _statements)
        {
            int code = raw.sqlite3_step(statement);
            raw.sqlite3_reset(statement);
            if (code != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(code, _connection.Handle);
            }
        }

        return raw.sqlite3_changes(_connection.Handle);
    }

    public void Dispose()
    {
        Array.ForEach(_statements, statement => statement.Dispose());
        _connection.Dispose();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection.Handle, sql, out sqlite3_stmt statement), _connection.Handle);
        return statement;
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
