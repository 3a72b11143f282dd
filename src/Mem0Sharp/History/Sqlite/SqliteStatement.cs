using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>A prepared statement that is bound and stepped directly. Used by one caller at a time, and for one thing at a time.</summary>
/// <remarks>
/// The provider looks every parameter up by its name each time, makes an object of each value, and takes a text for C's, which ends at its
/// first NUL.
/// </remarks>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _handle;
    private readonly TimeSpan _timeout;

    // Where a parameter stands, in the order in which they are given.
    private readonly int[] _places;

    private bool _isReading;

    /// <summary>Prepares a statement.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="timeout">For how long a first step is tried again that finds the file locked, beyond SQLite's own waiting.</param>
    /// <param name="parameters">Its parameters, by their names; later on they are given in the same order. None where they are numbered.</param>
    /// <exception cref="SqliteException">It cannot be prepared.</exception>
    public SqliteStatement(sqlite3 connection, string sql, TimeSpan timeout, ReadOnlySpan<(string Name, SqliteValue Value)> parameters)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection, sql, out sqlite3_stmt handle), connection);
        (_connection, _handle, _timeout) = (connection, handle, timeout);
        _places = new int[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            _places[i] = raw.sqlite3_bind_parameter_index(handle, parameters[i].Name);
            Debug.Assert(_places[i] > 0, "The statement has no parameter of this name.");
        }
    }

    public void Dispose() => _handle.Dispose();

    /// <summary>Gives it its parameters.</summary>
    public void Bind(ReadOnlySpan<(string Name, SqliteValue Value)> parameters)
    {
        SqliteRow row = SqliteRow.Rent();
        for (int i = 0; i < parameters.Length; i++)
        {
            Bind(_places[i], row, parameters[i].Value);
        }

        row.Return();
    }

    /// <summary>Gives it the columns of a row, in the order of their numbers, and the row's checksum after them.</summary>
    public void Bind(bool hasVector, ReadOnlySpan<SqliteValue> columns)
    {
        SqliteRow row = SqliteRow.Rent();
        for (int i = 0; i < columns.Length; i++)
        {
            Bind(i + 1, row, columns[i]);
        }

        Check(raw.sqlite3_bind_int64(_handle, columns.Length + 1, hasVector ? row.VectorChecksum() : row.Checksum()));
        row.Return();
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="SqliteException">It failed.</exception>
    public int Run()
    {
        using SqliteRows rows = Rows();
        while (rows.Read())
        {
        }

        return raw.sqlite3_changes(_connection);
    }

    /// <summary>Tries to run what gives no row.</summary>
    /// <returns>SQLite's code, 0 where it was done.</returns>
    public int TryRun()
    {
        int code = raw.sqlite3_step(_handle);
        Reset();
        return code == raw.SQLITE_DONE ? raw.SQLITE_OK : code;
    }

    /// <summary>Tells whether it gives a row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Exists()
    {
        using SqliteRows rows = Rows();
        return rows.Read();
    }

    /// <summary>Gets the number in the first column of its only row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public long Number()
    {
        using SqliteRows rows = Rows();
        return rows.Read() ? rows.GetInt64(0) : throw new InvalidOperationException("The statement gave no row.");
    }

    /// <summary>Gets the text in the first column of its first row; null where there is none.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public string? Text()
    {
        using SqliteRows rows = Rows();
        return rows.Read() ? rows.Text(0) : null;
    }

    /// <summary>Begins to read what it gives. It can be used anew when the rows are disposed.</summary>
    public SqliteRows Rows() => new(this, _handle);

    /// <summary>Goes to the first row or the next.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Step()
    {
        int code = raw.sqlite3_step(_handle);
        if (!_isReading && IsBusy(code))
        {
            code = StepAgain();
        }

        _isReading = true;
        return code is raw.SQLITE_ROW or raw.SQLITE_DONE ? code == raw.SQLITE_ROW : throw Failed(code);
    }

    /// <summary>Makes it ready for the next use. What went wrong was said before.</summary>
    public void Reset()
    {
        raw.sqlite3_reset(_handle);
        _isReading = false;
    }

    private static bool IsBusy(int code) => (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    // SQLite waits by itself, but not where it thinks that waiting is of no use: while another process closes the file, or recovers it.
    private int StepAgain()
    {
        long start = Stopwatch.GetTimestamp();
        SpinWait waiting = default;
        int code;
        do
        {
            waiting.SpinOnce();
            raw.sqlite3_reset(_handle);
            code = raw.sqlite3_step(_handle);
        }
        while (IsBusy(code) && Stopwatch.GetElapsedTime(start) < _timeout);
        return code;
    }

    private SqliteException Failed(int code)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, _connection);
        }
        catch (SqliteException exception)
        {
            return exception;
        }

        throw new UnreachableException();
    }

    private void Bind(int place, SqliteRow row, SqliteValue value)
    {
        ReadOnlySpan<byte> bytes = row.Add(value);
        Check(value.Kind switch
        {
            SqliteValueKind.Null => raw.sqlite3_bind_null(_handle, place),
            SqliteValueKind.Number => raw.sqlite3_bind_int64(_handle, place, value.Number),

            // Of no bytes SQLite would make a null.
            SqliteValueKind.Blob => bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, place, 0) : raw.sqlite3_bind_blob(_handle, place, bytes),
            _ => bytes.IsEmpty ? raw.sqlite3_bind_text(_handle, place, string.Empty) : raw.sqlite3_bind_text(_handle, place, bytes),
        });
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _connection);
}
