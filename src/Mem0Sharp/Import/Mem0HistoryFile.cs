using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>
/// Mem0's history file, opened to be read. Its rows are copied at once into a temporary table of the connection: Mem0 can go on
/// writing while they are embedded, and what comes later is not seen half.
/// </summary>
internal sealed class Mem0HistoryFile : IDisposable
{
    private const int Page = 1_000;
    private const int CannotOpen = 14;

    private readonly SqliteConnection _connection;
    private readonly bool _isUtf8;

    private Mem0HistoryFile(string path, bool isImmutable)
    {
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = isImmutable ? $"{new Uri(path).AbsoluteUri}?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 5, // seconds
        };
        _connection = new SqliteConnection(settings.ToString());
        try
        {
            _connection.Open();
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText = "PRAGMA encoding";
            _isUtf8 = command.ExecuteScalar() is "UTF-8";
            Copy();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <exception cref="MemoryException">There is no such file, it cannot be read, or it holds no history of Mem0.</exception>
    public static Mem0HistoryFile Open(string path)
    {
        SqliteNative.EnsureAvailable();
        return ImportFile.Guarded(() =>
        {
            ImportFile.RequireExists(path);

            // Before opening, which may leave an empty one.
            bool hasLog = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
            try
            {
                return new Mem0HistoryFile(path, isImmutable: false);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == CannotOpen && !hasLog)
            {
                // A file in WAL mode where nothing can be created beside it. Without a log the file is all there is, and nobody writes it.
                return new Mem0HistoryFile(path, isImmutable: true);
            }
        });
    }

    /// <summary>Gets the rows, memory by memory in the order in which those were added, each memory's in the order of the file.</summary>
    public IEnumerable<Mem0HistoryRow> Rows()
    {
        for (long position = 0; ;)
        {
            List<Mem0HistoryRow> page = ImportFile.Guarded(() => PageAfter(position));
            foreach (Mem0HistoryRow row in page)
            {
                yield return row;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            position += Page;
        }
    }

    public void Dispose() => _connection.Dispose();

    private void Copy()
    {
        IReadOnlyList<string> copies = Mem0HistoryTable.CopiesFrom(_connection);
        Execute(Mem0HistoryTable.Create);
        foreach (string copy in copies)
        {
            Execute(copy);
        }
    }

    private List<Mem0HistoryRow> PageAfter(long position)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = Mem0HistoryTable.Select;
        command.Parameters.AddWithValue("$after", position);
        command.Parameters.AddWithValue("$limit", Page);
        using SqliteDataReader reader = command.ExecuteReader();
        List<Mem0HistoryRow> rows = [];
        while (reader.Read())
        {
            rows.Add(new Mem0HistoryRow
            {
                MemoryId = Text(reader, 0) ?? string.Empty,
                OldText = Text(reader, 1),
                NewText = Text(reader, 2),
                Event = Text(reader, 3),
                CreatedAt = Text(reader, 4),
                UpdatedAt = Text(reader, 5),
                IsDeleted = reader.GetInt64(6) != 0,
                ActorId = Text(reader, 7),
                Role = Text(reader, 8),
                IsInOrder = reader.GetInt64(9) != 0,
            });
        }

        return rows;
    }

    /// <summary>Reads any value as text: SQLite lets every column hold every type.</summary>
    private string? Text(SqliteDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        // Not the provider's string: it takes the text for C's, which ends at the first NUL.
        string or byte[] when _isUtf8 => Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column)),
        object value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

#pragma warning disable CA2100 // Made of constants.
    private void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
#pragma warning restore CA2100
}
