namespace Mem0Sharp;

/// <content>The vectors of texts, and those that are to be made yet.</content>
internal sealed partial class SqliteWriter
{
    private static readonly string InsertEmbedding = $"""
        INSERT INTO embeddings (hash, vector, checksum) VALUES ($hash, $vector, {SqliteChecksum.Of("embeddings", "", ("hash", "$hash"), ("vector", "$vector"))})
        ON CONFLICT (hash) DO NOTHING
        """;

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
            byte[] hash = SqliteRecord.TextHash(text);
            if (Command(UpdateLate, ("$hash", hash), ("$sequence", sequence)).ExecuteNonQuery() > 0)
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
            Command(InsertLate, ("$hash", textHash)).ExecuteNonQuery();
        }
        else
        {
            Command(InsertEmbedding, ("$hash", textHash), ("$vector", SqliteRecord.Write(embedding.Vector))).ExecuteNonQuery();
        }
    }
}
