using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Reads newest versions from the table of memories.</summary>
internal static class HeadColumns
{
    public const string Sql = "m.record, m.sequence, m.number, m.is_deleted, m.text_sequence, m.new_hash";

    /// <summary>Reads those of some ids.</summary>
    public const string ByIds =
        $"SELECT {Sql} FROM %.memory_ids i JOIN %.memories m ON m.owner = i.owner AND m.number = i.number WHERE i.memory_id = ANY($1)";

    /// <summary>How many columns they are.</summary>
    public const int Count = 6;

    public static StoredHead Read(NpgsqlDataReader row) => new(
        new MemoryHead(PostgresRecord.Read(row.GetFieldValue<byte[]>(0)), row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3))
        {
            TextSequence = row.GetInt64(4),
        },
        row.GetString(5));
}
