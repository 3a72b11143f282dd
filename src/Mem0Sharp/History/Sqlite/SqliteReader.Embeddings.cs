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
        if (!Statement("SELECT 1 FROM late_embeddings WHERE sequence IS NULL LIMIT 1").Exists())
        {
            return texts;
        }

        using SqliteRows rows = Statement(UnembeddedSql, ("$limit", (long)limit)).Rows();
        while (Next(rows))
        {
            texts.Add(SqliteRecord.Read(rows.Bytes(1)).Text);
        }

        return texts;
    }

    public List<HistoryChange> EmbeddedLater(long after)
    {
        List<HistoryChange> changes = [];
        if (!Statement("SELECT 1 FROM late_embeddings WHERE sequence > $after LIMIT 1", ("$after", after)).Exists())
        {
            return changes;
        }

        using SqliteRows rows = Statement(EmbeddedLaterSql, ("$after", after)).Rows();
        while (rows.Read())
        {
            changes.Add(new HistoryChange(ReadHead(rows), Vector(rows, 6)));
        }

        return changes;
    }
}
