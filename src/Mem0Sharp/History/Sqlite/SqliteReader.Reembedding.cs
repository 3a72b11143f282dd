namespace Mem0Sharp;

/// <content>The texts that have no vector of the model that the file is moved to.</content>
internal sealed partial class SqliteReader
{
    private static readonly string TextsSql =
        $"SELECT {SqliteChecksum.Holds("history", "h")}, h.sequence, h.record FROM history h WHERE h.sequence > $after";

    private static readonly string UnstagedSql = TextsSql + " AND NOT EXISTS (SELECT 1 FROM next_embeddings n WHERE n.hash = h.text_hash)";

    /// <summary>Reads one page of texts after a sequence: all of them, or those that have no staged vector.</summary>
    public List<(long Sequence, string Text)> Texts(bool all, long after, int limit)
    {
        using SqliteRows rows = Statement(
            (all ? TextsSql : UnstagedSql) + " ORDER BY h.sequence LIMIT $limit", ("$after", after), ("$limit", (long)limit)).Rows();
        List<(long, string)> texts = [];
        while (Next(rows))
        {
            texts.Add((rows.GetInt64(1), SqliteRecord.Read(rows.Bytes(2)).Text));
        }

        return texts;
    }
}
