using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Reads what stands of a call and its scope.</summary>
internal static class CallColumns
{
    /// <summary>Reads request, outcome, time and the four ids.</summary>
    public static RecordedCall Read(NpgsqlDataReader row, int first)
    {
        string? outcome = PostgresText.Read(Text(row, first + 1));
        return new RecordedCall(row.GetString(first), outcome, PostgresRecord.Instant(row.GetInt64(first + 2)))
        {
            Scope = outcome is null ? null : Scope(row, first + 3),
        };
    }

    /// <summary>Reads the four ids of a scope; null where all of them are.</summary>
    public static MemoryScope? Scope(NpgsqlDataReader row, int first)
    {
        string?[] ids = [Text(row, first), Text(row, first + 1), Text(row, first + 2), Text(row, first + 3)];
        return Array.TrueForAll(ids, id => id is null) ? null : MemoryScope.Create(ids[0], ids[1], ids[2], ids[3]);
    }

    public static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
