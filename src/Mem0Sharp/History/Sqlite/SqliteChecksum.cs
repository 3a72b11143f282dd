using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>The checksum that stands in each row: what a disk or another program changed in it is noticed when it is read.</summary>
/// <remarks>
/// The first eight bytes of the SHA-256 of the values, each with its type and length. What writes a row computes it; where rows are read or
/// changed by SQL, a function does that every connection gets. It finds damage. Whoever changes a row on purpose can compute it too; that shows in the chain of hashes. A row with a vector has
/// the quicker <see cref="VectorChecksum"/>.
/// </remarks>
internal static class SqliteChecksum
{
    private const string Function = "checksum_of";
    private const string VectorFunction = "vector_checksum_of";

    /// <summary>Gets the tables that came after checksums did, and had them from the beginning.</summary>
    public static IReadOnlyList<string> LaterTables => ["queue", "late_embeddings", "next_embeddings"];

    /// <summary>Gets the tables whose rows have a checksum. Those of <c>memory_scopes</c> say only what the records say.</summary>
    public static IReadOnlyList<string> Tables { get; } =
        ["history", "memories", "embeddings", "rejections", "calls", "call_memories", "erasures", "properties", .. LaterTables];

    /// <summary>Gets the tables whose rows have a <see cref="VectorChecksum"/>.</summary>
    public static IReadOnlyList<string> VectorTables => ["embeddings", "next_embeddings"];

    /// <summary>Gives a connection the functions.</summary>
    public static void Register(SqliteConnection connection)
    {
        Register(connection, Function, -1, Compute);
        Register(connection, VectorFunction, 2, ComputeOfVector);
    }

    /// <summary>Gets the SQL of a row's checksum.</summary>
    /// <param name="table">The table.</param>
    /// <param name="alias">What it is called in the statement, or empty.</param>
    /// <param name="replaced">Columns that the statement gives another value, and the SQL of that.</param>
    public static string Of(string table, string alias = "", params ReadOnlySpan<(string Column, string Sql)> replaced)
    {
        string[] columns = ColumnsOf(table);
        string[] values = alias.Length == 0 ? [.. columns] : Array.ConvertAll(columns, column => $"{alias}.{column}");
        foreach ((string column, string sql) in replaced)
        {
            values[Array.IndexOf(columns, column)] = sql;
        }

        return $"{(VectorTables.Contains(table, StringComparer.Ordinal) ? VectorFunction : Function)}({string.Join(", ", values)})";
    }

    /// <summary>Gets the SQL that writes a row: its columns in this class's order, and its checksum, as numbered parameters.</summary>
    /// <param name="table">The table.</param>
    /// <param name="verb">How it is written.</param>
    public static string Insert(string table, string verb = "INSERT")
    {
        string[] columns = ColumnsOf(table);
        return $"{verb} INTO {table} ({string.Join(", ", columns)}, checksum) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))}, ?{columns.Length + 1})";
    }

    /// <summary>Gets the SQL of the checksum that a row with a vector had until format 5.</summary>
    public static string FormerOf(string vectorTable) => $"{Function}({string.Join(", ", ColumnsOf(vectorTable))})";

    /// <summary>Gets the SQL that is 1 for a row that is as it was written.</summary>
    public static string Holds(string table, string alias) =>
        $"({alias}.checksum IS {Of(table, alias)})";

    /// <summary>Gets the SQL of the checksum of how the tables and indexes are defined.</summary>
    public static string OfSchema { get; } = $"""
        (SELECT {Function}(group_concat(line, char(10))) FROM (
            SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master
            WHERE type IN ('table', 'index') AND tbl_name IN ('memory_scopes', {string.Join(", ", Tables.Select(table => $"'{table}'"))})
            ORDER BY name))
        """;

    // What identifies a row that was numbered by SQLite is left out where nothing but other rows' checksums refers to it.
    private static string[] ColumnsOf(string table) => table switch
    {
        "history" =>
        [
            "sequence", "id", "memory_id", "old_memory", "new_memory", "event", "created_at", "updated_at", "is_deleted", "actor_id", "role",
            "version", "user_id", "agent_id", "run_id", "app_id", "recorded_at", "reason", "record", "text_hash", "changed_by",
            "changed_by_role", "old_hash", "new_hash",
        ],
        "memories" => ["number", "memory_id", "sequence", "is_deleted", "expires_at", "review_of", "text_sequence"],
        "embeddings" or "next_embeddings" => ["hash", "vector"],
        "rejections" => ["scope", "value", "rejected_at"],
        "calls" => ["key", "request", "outcome", "holds_facts", "called_at", "user_id", "agent_id", "run_id", "app_id"],
        "call_memories" => ["memory_id", "call"],
        "erasures" => ["sequence", "memory_id", "version", "erased_at"],
        "late_embeddings" => ["hash", "sequence"],
        "queue" =>
        [
            "id", "kind", "owner", "content", "queued_at", "attempts", "error", "set_aside", "key", "request", "user_id", "agent_id", "run_id", "app_id",
        ],
        "properties" => ["name", "value"],
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, "No table of this name has checksums."),
    };

    private static void Register(SqliteConnection connection, string name, int arguments, delegate_function_scalar compute) =>
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_create_function(connection.Handle, name, arguments, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, compute), connection.Handle);

    private static void ComputeOfVector(sqlite3_context context, object? state, sqlite3_value[] values)
    {
        VectorChecksum checksum = VectorChecksum.Start;
        foreach (sqlite3_value value in values)
        {
            checksum.Add(raw.sqlite3_value_type(value), raw.sqlite3_value_blob(value));
        }

        raw.sqlite3_result_int64(context, checksum.Value);
    }

    private static void Compute(sqlite3_context context, object? state, sqlite3_value[] values)
    {
        SqliteRow row = SqliteRow.Rent();
        foreach (sqlite3_value value in values)
        {
            int type = raw.sqlite3_value_type(value);
            _ = type switch
            {
                raw.SQLITE_NULL => row.Add(type, []),
                raw.SQLITE_INTEGER => row.AddNumber(type, raw.sqlite3_value_int64(value)),
                raw.SQLITE_FLOAT => row.AddNumber(type, BitConverter.DoubleToInt64Bits(raw.sqlite3_value_double(value))),

                // Of a text, its UTF-8.
                _ => row.Add(type, raw.sqlite3_value_blob(value)),
            };
        }

        raw.sqlite3_result_int64(context, row.Checksum());
        row.Return();
    }
}
