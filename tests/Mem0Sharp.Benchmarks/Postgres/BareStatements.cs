using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Mem0Sharp.Benchmarks;

/// <summary>The least that does the same to the same tables: statements written by hand, prepared, in as few exchanges as there can be.</summary>
/// <remarks>A connection comes from a pool and goes back to it, as in any server. What is read is read as text and numbers, and nothing is made of it.</remarks>
internal sealed class BareStatements(NpgsqlDataSource source, string schema)
{
    private readonly string _search = $"""
        SELECT m.record, 1 - (v.embedding <=> $3::vector) AS score FROM {schema}.vectors v JOIN {schema}.memories m ON m.owner = v.owner AND m.number = v.number
        WHERE v.owner = $1 AND v.user_id = $2 AND NOT m.is_deleted ORDER BY score DESC LIMIT $4
        """;

    private readonly string _read = $"""
        SELECT m.owner, m.number, m.version, m.record, m.new_hash FROM {schema}.memory_ids i
        JOIN {schema}.memories m ON m.owner = i.owner AND m.number = i.number WHERE i.memory_id = $1
        """;

    private readonly string _insertRow = $"""
        INSERT INTO {schema}.history (owner, sequence, id, memory_id, event, recorded_at, record, text_hash, old_hash, new_hash)
        VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9)
        """;

    private readonly string _insertEmbedding = $"INSERT INTO {schema}.embeddings (hash, vector) VALUES ($1, $2)";

    private readonly string _updateMemory = $"""
        UPDATE {schema}.memories SET version = version + 1, sequence = $3, text_sequence = $3, record = $4, new_hash = $5, text_hash = $6,
            terms = to_tsvector('simple', $7) WHERE owner = $1 AND number = $2
        """;

    private readonly string _updateVector = $"UPDATE {schema}.vectors SET embedding = $3::vector WHERE owner = $1 AND number = $2";

    /// <summary>Reads the best rows of a user.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> SearchAsync(long owner, string user, float[] vector, int top)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        await using NpgsqlBatch batch = new(connection);
        Add(batch, _search, (NpgsqlDbType.Bigint, owner), (NpgsqlDbType.Text, user), (NpgsqlDbType.Array | NpgsqlDbType.Real, vector), (NpgsqlDbType.Bigint, (long)top));
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync();
        int rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            _ = reader.GetString(0);
            _ = reader.GetDouble(1);
        }

        return rows;
    }

    /// <summary>Gives a memory another text and vector: takes the row of the state, reads, and writes and commits.</summary>
    public async Task UpdateAsync(string id, string text, float[] vector)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync();
        (long owner, long number, long sequence, string record, string hash) row;
        await using (NpgsqlBatch reading = new(connection))
        {
            Add(reading, "BEGIN");
            Add(reading, $"SELECT sequence FROM {schema}.state FOR UPDATE");
            Add(reading, _read, (NpgsqlDbType.Text, id));
            await using NpgsqlDataReader reader = await reading.ExecuteReaderAsync();
            await reader.ReadAsync();
            long sequence = reader.GetInt64(0) + 1;
            await reader.NextResultAsync();
            await reader.ReadAsync();
            row = (reader.GetInt64(0), reader.GetInt64(1), sequence, reader.GetString(3), reader.GetString(4));
        }

        byte[] textHash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        string record = string.Create(CultureInfo.InvariantCulture, $"{row.record.AsSpan(0, Math.Max(0, row.record.Length - text.Length))}{text}");
        string newHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)));
        await using NpgsqlBatch writing = new(connection);
        Add(
            writing, _insertRow, (NpgsqlDbType.Bigint, row.owner), (NpgsqlDbType.Bigint, row.sequence), (NpgsqlDbType.Text, MemoryId(row.sequence)),
            (NpgsqlDbType.Text, id), (NpgsqlDbType.Bigint, row.sequence), (NpgsqlDbType.Text, record), (NpgsqlDbType.Bytea, textHash),
            (NpgsqlDbType.Text, row.hash), (NpgsqlDbType.Text, newHash));
        Add(writing, _insertEmbedding, (NpgsqlDbType.Bytea, textHash), (NpgsqlDbType.Array | NpgsqlDbType.Real, vector));
        Add(
            writing, _updateMemory, (NpgsqlDbType.Bigint, row.owner), (NpgsqlDbType.Bigint, row.number), (NpgsqlDbType.Bigint, row.sequence),
            (NpgsqlDbType.Text, record), (NpgsqlDbType.Text, newHash), (NpgsqlDbType.Bytea, textHash), (NpgsqlDbType.Text, text));
        Add(
            writing, _updateVector, (NpgsqlDbType.Bigint, row.owner), (NpgsqlDbType.Bigint, row.number),
            (NpgsqlDbType.Array | NpgsqlDbType.Real, vector));
        Add(writing, $"UPDATE {schema}.state SET sequence = $1", (NpgsqlDbType.Bigint, row.sequence));
        Add(writing, $"SELECT pg_notify('{schema}.changes', $1::text)", (NpgsqlDbType.Bigint, row.sequence));
        Add(writing, "COMMIT");
        await writing.ExecuteNonQueryAsync();
    }

    private static string MemoryId(long sequence) => string.Create(CultureInfo.InvariantCulture, $"018cc251-f401-7683-8b54-{sequence:x12}");

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<(NpgsqlDbType Type, object Value)> values)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach ((NpgsqlDbType type, object value) in values)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
