using Microsoft.Data.Sqlite;

namespace Mem0Sharp.Faults;

/// <summary>What a memory file of any format holds, read beneath the library.</summary>
/// <param name="Format">Its format.</param>
/// <param name="Rows">Its history: the memory, the version, the text or null for a delete, and the whole record.</param>
/// <param name="Kept">How many adds of one fact are kept in it, to be done by whoever opens it.</param>
internal sealed record MigrationContent(long Format, IReadOnlyList<(string Id, int Version, string? Text, string Record)> Rows, long Kept)
{
    private const long FormatWithQueue = 4;

    public static MigrationContent Read(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand format = connection.CreateCommand();
        format.CommandText = "PRAGMA user_version";
        using SqliteCommand history = connection.CreateCommand();
        history.CommandText = "SELECT memory_id, version, new_memory, record FROM history ORDER BY sequence";
        using SqliteDataReader reader = history.ExecuteReader();
        List<(string, int, string?, string)> rows = [];
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3)));
        }

        long number = (long)format.ExecuteScalar()!;
        using SqliteCommand queue = connection.CreateCommand();
        queue.CommandText = "SELECT count(*) FROM queue";
        return new MigrationContent(number, rows, number < FormatWithQueue ? 0 : (long)queue.ExecuteScalar()!);
    }

    /// <summary>Gets what must be there after an upgrade.</summary>
    public CrashLedger Ledger()
    {
        CrashLedger ledger = new();
        foreach ((string id, int version, string? text, _) in Rows)
        {
            ledger.Add(new CrashWrite(0, "update", [id], [version], [text]));
        }

        return ledger;
    }

    /// <summary>Says what an upgraded file has not kept.</summary>
    public IEnumerable<string> Missing(MigrationContent upgraded, long format)
    {
        if (upgraded.Format != format)
        {
            yield return $"it has format {upgraded.Format} after it was opened";
        }

        // What was kept is done by now, once.
        if (!upgraded.Rows.Take(Rows.Count).SequenceEqual(Rows) || upgraded.Rows.Count + upgraded.Kept != Rows.Count + Kept)
        {
            yield return "its history is not what it was before the upgrade";
        }
    }
}
