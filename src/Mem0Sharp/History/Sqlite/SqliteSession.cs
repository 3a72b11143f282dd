using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>One connection with its prepared commands. Used by one caller at a time.</summary>
internal abstract partial class SqliteSession : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    protected SqliteSession(SqliteHistoryOptions options, params ReadOnlySpan<string> pragmas)
    {
        int seconds = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds));
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = options.Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = seconds,
        };
        Connection = new SqliteConnection(settings.ToString());
        try
        {
            Connection.Open();
            SqliteChecksum.Register(Connection);
            Execute($"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            foreach (string pragma in pragmas)
            {
                Execute(pragma);
            }
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    protected SqliteConnection Connection { get; }

    public void Dispose()
    {
        foreach (SqliteCommand command in _commands.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    /// <summary>Gets the prepared command of a constant SQL text, with its parameters set by name order.</summary>
    protected SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Every caller passes a constant, or one made of constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach ((string name, _) in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(sql, command);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }

        return command;
    }

    protected void Execute(string sql) => Command(sql).ExecuteNonQuery();

    /// <summary>Gets the epoch and the last sequence, as this connection sees them now.</summary>
    protected HistoryPosition Position()
    {
        using SqliteDataReader reader = Command(
            "SELECT CAST((SELECT value FROM properties WHERE name = 'epoch') AS INTEGER), "
            + "coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0)").ExecuteReader();
        reader.Read();
        return new HistoryPosition(reader.GetInt64(0), reader.GetInt64(1));
    }
}
