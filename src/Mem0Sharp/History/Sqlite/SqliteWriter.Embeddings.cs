namespace Mem0Sharp;

/// <content>The vectors of texts, and those that are to be made yet.</content>
internal sealed partial class SqliteWriter
{
    private static readonly string InsertEmbedding = SqliteChecksum.Insert("embeddings") + " ON CONFLICT (hash) DO NOTHING";

    private static readonly string InsertLate = $"""
        INSERT OR IGNORE INTO late_embeddings
        SELECT *, {SqliteChecksum.Of("late_embeddings")} FROM (SELECT $hash AS hash, NULL AS sequence)
        WHERE hash NOT IN (SELECT hash FROM embeddings)
        """;

    private static readonly string UpdateLate = $"""
        UPDATE late_embeddings SET sequence = $sequence, checksum = {SqliteChecksum.Of("late_embeddings", "", ("sequence", "$sequence"))}
        WHERE hash = $hash AND sequence IS NULL
        """;

    /// <summary>Adds embeddings that were to be made yet. Whoever follows the log sees that something happened: there is a sequence for it.</summary>
    public int AddEmbeddings(IReadOnlyList<KeyValuePair<string, StoredEmbedding>> embeddings) => InTransaction(() =>
    {
        StoredEmbedding.EnsureOf(Space(), embeddings);
        long sequence = Position().Sequence + 1;
        int added = 0;
        foreach ((string text, StoredEmbedding embedding) in embeddings)
        {
            byte[] hash = HistoryRecord.TextHash(text);
            if (Statement(UpdateLate, ("$hash", hash), ("$sequence", sequence)).Run() > 0)
            {
                Embed(hash, embedding);
                added++;
            }
        }

        if (added > 0)
        {
            Execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'history'");
        }

        return added;
    });

    private void Embed(byte[] textHash, StoredEmbedding embedding)
    {
        if (embedding.Vector.IsEmpty)
        {
            Statement(InsertLate, ("$hash", textHash)).Run();
        }
        else
        {
            Row(InsertEmbedding, hasVector: true, textHash, SqliteRecord.Write(embedding.Vector)).Run();
        }
    }
}
