using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>The tables in which Mem0's releases kept their history, and how each is read.</summary>
/// <remarks>
/// Python, table <c>history</c>. First: memory_id, prev_value, new_value, event ("add", "update", "delete"), timestamp, is_deleted.
/// Then: old_memory, new_memory, new_value (filled by the migration only), event, created_at, updated_at, is_deleted. Since 2025:
/// without new_value, with actor_id and role; that migration copied equal names only, so old texts and times may be missing.
/// TypeScript, table <c>memory_history</c>: memory_id, previous_value, new_value, action, created_at, updated_at, is_deleted.
/// </remarks>
internal static class Mem0HistoryTable
{
    public const string Create = """
        CREATE TEMP TABLE imported_rows (position INTEGER PRIMARY KEY, memory_id, old_text, new_text, event, created_at, updated_at,
            is_deleted, actor_id, role, is_in_order)
        """;

    public const string Select = """
        SELECT memory_id, old_text, new_text, event, created_at, updated_at, is_deleted, actor_id, role, is_in_order
        FROM temp.imported_rows WHERE position > $after ORDER BY position LIMIT $limit
        """;

    private const string Columns = "memory_id, old_text, new_text, event, created_at, updated_at, is_deleted, actor_id, role, is_in_order";

    /// <summary>Gets the statements that copy the rows of the tables that are there.</summary>
    /// <exception cref="MemoryValidationException">There is none, or the file is one of ours.</exception>
    public static IReadOnlyList<string> CopiesFrom(SqliteConnection connection)
    {
        List<string> copies = [];
        foreach ((string table, bool isInOrder) in (ReadOnlySpan<(string, bool)>)[("history", false), ("memory_history", true)])
        {
            HashSet<string> columns = ColumnsOf(connection, table);
            if (columns.Contains("sequence") && columns.Contains("record"))
            {
                throw new MemoryValidationException(
                    "path", "The file is a memory file of Mem0Sharp, not of Mem0.", "Open it with UseSqlite instead of importing it.");
            }

            string newText = FirstOf(columns, "new_memory", "new_value");
            string change = FirstOf(columns, "event", "action");
            if (!columns.Contains("memory_id") || newText is "NULL" || change is "NULL")
            {
                continue;
            }

            // Memories in the order in which they were added: listings are ordered by that.
            copies.Add(
                $"""
                INSERT INTO temp.imported_rows ({Columns})
                SELECT memory_id, {FirstOf(columns, "old_memory", "prev_value", "previous_value")}, {newText}, {change},
                    {FirstOf(columns, "created_at", "timestamp")}, {FirstOf(columns, "updated_at", "timestamp")},
                    coalesce(CAST({FirstOf(columns, "is_deleted")} AS INTEGER), 0), {FirstOf(columns, "actor_id")},
                    {FirstOf(columns, "role")}, {(isInOrder ? 1 : 0)}
                FROM main.{table} ORDER BY min(rowid) OVER (PARTITION BY memory_id), memory_id, rowid
                """);
        }

        return copies.Count > 0
            ? copies
            : throw new MemoryValidationException(
                "path",
                "The database holds no history of Mem0: neither a table \"history\" nor a table \"memory_history\" with its columns.",
                "Give the file that Mem0's history_db_path (Python) or historyDbPath (TypeScript) names.");
    }

    /// <summary>Gets the SQL of the first of some columns that has a value; NULL when none is there.</summary>
    private static string FirstOf(HashSet<string> columns, params ReadOnlySpan<string> names)
    {
        List<string> found = [];
        foreach (string name in names)
        {
            if (columns.Contains(name))
            {
                found.Add(name);
            }
        }

        return found switch
        {
            [] => "NULL",
            [string only] => only,
            _ => $"coalesce({string.Join(", ", found)})",
        };
    }

    private static HashSet<string> ColumnsOf(SqliteConnection connection, string table)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT lower(name) FROM pragma_table_info($table, 'main')";
        command.Parameters.AddWithValue("$table", table);
        using SqliteDataReader reader = command.ExecuteReader();
        HashSet<string> columns = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }
}
