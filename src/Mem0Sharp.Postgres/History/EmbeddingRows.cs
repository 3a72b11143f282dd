using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>Vectors by the hash of their text, which go to a table together. Not thread-safe.</summary>
internal sealed class EmbeddingRows
{
    private const string Insert = "INSERT INTO %.embeddings (hash, vector) SELECT k.hash, k.vector FROM %rows AS k (hash, vector) ON CONFLICT DO NOTHING";

    // By the log it is told whether a text is the history's: erased meanwhile, its vector must not come back.
    private const string Stage = """
        INSERT INTO %.next_embeddings (hash, vector) SELECT k.hash, k.vector FROM %rows AS k (hash, vector)
        WHERE EXISTS (SELECT FROM %.history h WHERE h.text_hash = k.hash) ON CONFLICT DO NOTHING
        """;

    private readonly PostgresRows _rows = new(NpgsqlDbType.Bytea, PostgresRows.Vector);

    public void Add(byte[] textHash, ReadOnlyMemory<float> vector) => _rows.Add(textHash, vector);

    /// <summary>Keeps the vectors of texts that have none yet.</summary>
    public void AddTo(PostgresBatch batch) => _rows.AddTo(batch, Insert);

    /// <summary>Keeps vectors of another model beside those that count, of texts that have none of it yet.</summary>
    public void AddStagedTo(PostgresBatch batch) => _rows.AddTo(batch, Stage);
}
