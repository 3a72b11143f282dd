using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <content>The texts whose embeddings come later than they do.</content>
internal sealed partial class SqliteReader
{
    private static readonly string UnembeddedSql = $"""
        SELECT {SqliteChecksum.Holds("history", "h")}, h.record, h.text_hash FROM history h
        WHERE h.text_hash IN (SELECT hash FROM late_embeddings WHERE sequence IS NULL) GROUP BY h.text_hash LIMIT $limit
        """;

    private static string EmbeddedLaterSql => $"""
        SELECT {HeadColumns}, {VectorColumns}
        FROM memories m JOIN history h ON h.sequence = m.sequence JOIN embeddings e ON e.hash = h.text_hash
        WHERE m.is_deleted = 0 AND h.text_hash IN (SELECT hash FROM late_embeddings WHERE sequence > $after)
        """;

    /// <summary>Gets texts that have no embedding yet. Where there is none, only a small table is looked at.</summary>
    public List<string> Unembedded(int limit)
    {
        List<string> texts = [];
        if (Command("SELECT 1 FROM late_embeddings WHERE sequence IS NULL LIMIT 1").ExecuteScalar() is null)
        {
            return texts;
        }

        using SqliteDataReader reader = Command(UnembeddedSql, ("$limit", (long)limit)).ExecuteReader();
        while (Next(reader))
        {
            texts.Add(SqliteRecord.Read(reader.GetString(1)).Text);
        }

        return texts;
    }

    public List<HistoryChange> EmbeddedLater(long after)
    {
        List<HistoryChange> changes = [];
        if (Command("SELECT 1 FROM late_embeddings WHERE sequence > $after LIMIT 1", ("$after", after)).ExecuteScalar() is null)
        {
            return changes;
        }

        using SqliteDataReader reader = Command(EmbeddedLaterSql, ("$after", after)).ExecuteReader();
        while (reader.Read())
        {
            changes.Add(new HistoryChange(ReadHead(reader), Vector(reader, 6)));
        }

        return changes;
    }
}
