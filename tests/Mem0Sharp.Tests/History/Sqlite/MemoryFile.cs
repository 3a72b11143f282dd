using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>A memory file in a folder of its own, which is removed at the end.</summary>
internal sealed class MemoryFile(string name = "memories.db") : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(_folder.FullName, name);

    public string[] FileNames => [.. _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public SqliteHistoryStore Store(TimeSpan? busyTimeout = null) => new(new SqliteHistoryOptions
    {
        Path = Path,
        Durability = HistoryDurability.Relaxed,
        BusyTimeout = busyTimeout ?? TimeSpan.FromSeconds(30),
    });

    public async Task<SqliteHistoryStore> OpenAsync(TimeSpan? busyTimeout = null)
    {
        SqliteHistoryStore store = Store(busyTimeout);
        await store.OpenAsync(TestContext.Current.CancellationToken);
        return store;
    }

    /// <summary>Opens the file as any other program would.</summary>
    public SqliteConnection Connect()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        Execute(connection, sql);
    }

    public object? Scalar(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
