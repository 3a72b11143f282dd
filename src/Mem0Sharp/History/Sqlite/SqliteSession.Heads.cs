namespace Mem0Sharp;

/// <content>The newest version of a memory, and the vector of a text: what is read before every write too.</content>
internal abstract partial class SqliteSession
{
    // The checksum is computed here: SQL would have to be given each vector.
    protected const string VectorColumns =
        "e.checksum, e.hash, e.vector, (SELECT CAST(value AS INTEGER) FROM properties WHERE name = 'embedding_dimensions')";

    private const string EmbeddingSql = $"SELECT {VectorColumns} FROM embeddings e WHERE hash = $hash";

    // The first column of what is read says whether the row is as it was written.
    protected static readonly string HeadColumns =
        $"{SqliteChecksum.Holds("memories", "m")} AND {SqliteChecksum.Holds("history", "h")} AND h.memory_id = m.memory_id, "
        + "m.number, m.sequence, m.is_deleted, h.record, m.text_sequence";

    private static readonly string HeadSql =
        "SELECT " + HeadColumns + ", h.new_hash FROM memories m JOIN history h ON h.sequence = m.sequence WHERE m.memory_id = $id";

    /// <summary>Gets a number that changes when another connection commits, whichever process it is in.</summary>
    public long DataVersion() => Statement("PRAGMA data_version").Number();

    /// <summary>Reads the newest version of a memory.</summary>
    public virtual MemoryHead? Head(string id) => HeadAndHash(id).Head;

    public ReadOnlyMemory<float>? Embedding(string text)
    {
        using SqliteRows rows = Statement(
            EmbeddingSql, ("$hash", HistoryRecord.TextHash(text))).Rows();
        return rows.Read() ? Vector(rows, 0) : (ReadOnlyMemory<float>?)null;
    }

    protected static MemoryHead ReadHead(SqliteRows rows)
    {
        Verify(rows);
        return new MemoryHead(SqliteRecord.Read(rows.Bytes(4)), rows.GetInt64(2), rows.GetInt64(1), rows.GetInt64(3) != 0)
        {
            TextSequence = rows.GetInt64(5),
        };
    }

    /// <summary>Reads the newest version of a memory, and the hash of its record.</summary>
    protected (MemoryHead? Head, string? Hash) HeadAndHash(string id)
    {
        using SqliteRows rows = Statement(HeadSql, ("$id", id)).Rows();
        return rows.Read() ? (ReadHead(rows), rows.Text(6)) : default;
    }

    /// <summary>Reads a vector, its checksum and key before it, and how many numbers it has to have.</summary>
    /// <param name="rows">What is read.</param>
    /// <param name="column">Where the checksum stands.</param>
    /// <param name="lent">Where it is written; null to make an array of it.</param>
    protected static ReadOnlyMemory<float> Vector(SqliteRows rows, int column, LentVectors? lent = null)
    {
        ReadOnlySpan<byte> vector = rows.Bytes(column + 2);
        VectorChecksum checksum = VectorChecksum.Start;
        checksum.Add(rows.Type(column + 1), rows.Bytes(column + 1));
        checksum.Add(rows.Type(column + 2), vector);
        return rows.IsNull(column) || rows.GetInt64(column) != checksum.Value
            ? throw Damaged()
            : SqliteRecord.ReadVector(vector, rows.GetInt64(column + 3), lent);
    }
}
