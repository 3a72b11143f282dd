using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Tests;

/// <content>Over a file.</content>
internal sealed partial class MemoryFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mem0sharp-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "memories.db");

    /// <summary>Gets how much of a long test is run: all of it.</summary>
    public static int Share(int count) => count;

    /// <summary>Lets a memory that asks for no durable store have the quickest there is.</summary>
    /// <returns>What is disposed behind the memory.</returns>
    public static IAsyncDisposable? UseQuickStore(MemoryBuilder builder) => null;

    /// <summary>Opens the history alone, for a memory that another one is put around it.</summary>
    public IHistoryStore OpenHistory(HistoryDurability durability = HistoryDurability.Full) =>
        new SqliteHistoryStore(new SqliteHistoryOptions { Path = Path, Durability = durability });

    /// <summary>Gets all that the store holds, row by row.</summary>
    public IEnumerable<string> Rows() => Sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .Select(row => (string)row[0]!)
        .SelectMany(table => Sql($"SELECT * FROM {table}").Select(row => $"{table}|{string.Join('|', row.Select(Plain))}").Order(StringComparer.Ordinal));

    /// <summary>Gets the record of each row of the log, with the vector that stands with its text.</summary>
    public List<(byte[] Record, float[]? Vector)> RecordsWithVectors() =>
    [
        .. Sql("SELECT CAST(h.record AS BLOB), e.vector FROM history h LEFT JOIN embeddings e ON e.hash = h.text_hash ORDER BY h.sequence")
            .Select(row => ((byte[])row[0]!, row[1] is null ? null : Floats(row[1]))),
    ];

    /// <summary>Counts where a text stands in what is stored: in any of the files.</summary>
    public int Count(string text) => Count(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Counts where some bytes stand in what is stored: in any of the files.</summary>
    public int Count(byte[] bytes)
    {
        int count = 0;
        foreach (string path in Directory.EnumerateFiles(_folder.FullName))
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream content = new();
            file.CopyTo(content);
            ReadOnlySpan<byte> rest = content.GetBuffer().AsSpan(0, (int)content.Length);
            for (int at = rest.IndexOf(bytes); at >= 0; at = rest.IndexOf(bytes))
            {
                count++;
                rest = rest[(at + bytes.Length)..];
            }
        }

        return count;
    }

    /// <summary>Reads a vector as <see cref="Sql"/> gives it.</summary>
    public static float[] Floats(object? value) => MemoryMarshal.Cast<byte, float>((byte[])value!).ToArray();

    /// <summary>Changes rows as somebody would who knows how their checksums are made.</summary>
    public void Forge(string sql)
    {
        Sql(sql);
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        SqliteChecksum.Register(connection);
        foreach (string table in SqliteChecksum.Tables)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"UPDATE {table} SET checksum = {SqliteChecksum.Of(table)}";
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs SQL against the file with a connection of its own.</summary>
    public List<object?[]> Sql(string sql)
    {
        using SqliteConnection connection = new($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
        {
            object?[] row = new object?[reader.FieldCount];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static string Plain(object? value) => value switch
    {
        null => "NULL",
        byte[] bytes => Convert.ToHexString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private MemoryBuilder UseStore(MemoryBuilder builder) => builder.UseSqlite(Path);

    private ValueTask DropStoreAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
