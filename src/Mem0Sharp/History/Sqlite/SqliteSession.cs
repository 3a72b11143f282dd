using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>One connection with its prepared statements. Used by one caller at a time.</summary>
internal abstract partial class SqliteSession : IDisposable
{
    private readonly TimeSpan _timeout;

    // By the object first: to find a statement of a few lines by its characters takes as long as to run it.
    private readonly Dictionary<object, SqliteStatement> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    protected SqliteSession(SqliteHistoryOptions options, SqliteOpenMode mode, params ReadOnlySpan<string> pragmas)
    {
        _timeout = options.BusyTimeout;
        int seconds = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds));
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = options.Path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = seconds,
        };
        Connection = new SqliteConnection(settings.ToString());
        try
        {
            Connection.Open();
            SqliteChecksum.Register(Connection);
            SqliteSchema.Execute(Connection, $"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            foreach (string pragma in pragmas)
            {
                SqliteSchema.Execute(Connection, pragma);
            }
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    /// <summary>Gets a value indicating whether the path no longer names the file that this connection has open.</summary>
    public bool HasMoved => SqliteFilePlace.HasMoved(Connection.Handle!);

    protected SqliteConnection Connection { get; }

    public void Dispose()
    {
        foreach (SqliteStatement statement in _statements.Values)
        {
            statement.Dispose();
        }

        Connection.Dispose();
    }

    /// <exception cref="MemoryStoreException">The path no longer names the file that this connection has open.</exception>
    public void EnsureInPlace(bool isCommitted = false)
    {
        if (HasMoved)
        {
            throw SqliteFilePlace.Moved(isCommitted);
        }
    }

    /// <summary>Gets the prepared statement of an SQL text, with its parameters, which are in the same order each time.</summary>
    protected SqliteStatement Statement(string sql, params ReadOnlySpan<(string Name, SqliteValue Value)> parameters)
    {
        if (!_known.TryGetValue(sql, out SqliteStatement? statement) && !_statements.TryGetValue(sql, out statement))
        {
            statement = new SqliteStatement(Connection.Handle!, sql, _timeout, parameters);
            _statements.Add(sql, statement);
            _known.Add(sql, statement);
        }

        statement.Bind(parameters);
        return statement;
    }

    /// <summary>Gets the prepared statement that writes a row, with its columns and its checksum.</summary>
    protected SqliteStatement Row(string sql, bool hasVector, params ReadOnlySpan<SqliteValue> columns)
    {
        if (!_known.TryGetValue(sql, out SqliteStatement? statement))
        {
            statement = new SqliteStatement(Connection.Handle!, sql, _timeout, parameters: []);
            _statements.Add(sql, statement);
            _known.Add(sql, statement);
        }

        statement.Bind(hasVector, columns);
        return statement;
    }

    protected void Execute(string sql) => Statement(sql).Run();

    /// <summary>Gets the epoch and the last sequence, as this connection sees them now.</summary>
    protected HistoryPosition Position()
    {
        using SqliteRows rows = Statement(
            "SELECT CAST((SELECT value FROM properties WHERE name = 'epoch') AS INTEGER), "
            + "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0)").Rows();
        rows.Read();
        return new HistoryPosition(rows.GetInt64(0), rows.GetInt64(1));
    }
}
