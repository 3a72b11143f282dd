using System.Text;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>What a statement gives, a row at a time. Columns are counted from 0.</summary>
internal readonly struct SqliteRows(SqliteStatement statement, sqlite3_stmt handle) : IDisposable
{
    /// <summary>Goes to the next row.</summary>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">Reading failed.</exception>
    public bool Read() => statement.Step();

    public bool IsNull(int column) => Type(column) == raw.SQLITE_NULL;

    /// <summary>Gets SQLite's number of a value's type.</summary>
    public int Type(int column) => raw.sqlite3_column_type(handle, column);

    public long GetInt64(int column) => raw.sqlite3_column_int64(handle, column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    /// <summary>Gets a text.</summary>
    public string GetString(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Gets a text, or null.</summary>
    public string? Text(int column) => IsNull(column) ? null : GetString(column);

    /// <summary>Gets a text's UTF-8, or a blob, where SQLite has it, until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>Ends reading: the statement can be used anew.</summary>
    public void Dispose() => statement.Reset();
}
