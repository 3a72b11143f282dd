using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Benchmarks;

/// <summary>The least that a durable write can be: one row by one prepared INSERT in one transaction, in a file like the memory's.</summary>
internal sealed class BareInsert : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public BareInsert(string path, HistoryDurability durability)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute(durability == HistoryDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        Execute("PRAGMA wal_autocheckpoint = 4000");
        Execute("CREATE TABLE log (sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, text TEXT NOT NULL)");
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO log (id, text) VALUES ($id, $text)";
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$id" });
        _insert.Parameters.Add(new SqliteParameter { ParameterName = "$text" });
        _insert.Prepare();
    }

    public int Write(string id, string text)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
        _insert.Transaction = transaction;
        _insert.Parameters[0].Value = id;
        _insert.Parameters[1].Value = text;
        int rows = _insert.ExecuteNonQuery();
        transaction.Commit();
        return rows;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
