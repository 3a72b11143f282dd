using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>Brings memory files of older formats up to date, inside the caller's transaction: what fails half-way has not happened.</summary>
internal static class SqliteUpgrade
{
    /// <summary>
    /// Format 2: history rows say who made a change, have the hash of the record before and after, and of their text; memories know since when they say what they say; deleted
    /// memories are still listed under their scopes, so that it can be asked what was known before.
    /// </summary>
    public static void ToSecondFormat(SqliteConnection connection)
    {
        SqliteSchema.Execute(
            connection,
            """
            ALTER TABLE history ADD COLUMN text_hash BLOB;
            ALTER TABLE history ADD COLUMN changed_by TEXT;
            ALTER TABLE history ADD COLUMN changed_by_role TEXT;
            ALTER TABLE history ADD COLUMN old_hash TEXT;
            ALTER TABLE history ADD COLUMN new_hash TEXT;
            ALTER TABLE memories ADD COLUMN review_of TEXT;
            ALTER TABLE memories ADD COLUMN text_sequence INTEGER;
            ALTER TABLE memories DROP COLUMN text_hash;
            """);
        SqliteSchema.Execute(connection, SqliteSchema.SecondFormat);
        HashRows(connection);
        SqliteSchema.Execute(
            connection,
            """
            UPDATE history SET old_hash = earlier.new_hash
            FROM (SELECT sequence, lag(new_hash) OVER (PARTITION BY memory_id ORDER BY sequence) AS new_hash FROM history) AS earlier
            WHERE earlier.sequence = history.sequence;

            UPDATE memories SET text_sequence = said.sequence
            FROM (
                SELECT memory_id, max(sequence) AS sequence
                FROM (
                    SELECT memory_id, sequence, text_hash, lag(text_hash) OVER earlier AS text_before, lag(is_deleted) OVER earlier AS was_deleted
                    FROM history WINDOW earlier AS (PARTITION BY memory_id ORDER BY sequence)
                )
                WHERE text_before IS NULL OR text_before <> text_hash OR was_deleted = 1
                GROUP BY memory_id
            ) AS said
            WHERE said.memory_id = memories.memory_id
            """);
    }

    /// <summary>
    /// Format 3: each row has a checksum of itself, and the file one of its tables' definitions; its epoch is no longer one that other
    /// files have too.
    /// </summary>
    public static void ToThirdFormat(SqliteConnection connection)
    {
        SqliteSchema.Execute(connection, $"UPDATE properties SET value = '{HistoryPosition.NewEpoch()}' WHERE name = 'epoch'");
        foreach (string table in SqliteChecksum.Tables.Except(SqliteChecksum.LaterTables, StringComparer.Ordinal))
        {
            SqliteSchema.Execute(connection, $"ALTER TABLE {table} ADD COLUMN checksum INTEGER");
            SqliteSchema.Execute(connection, $"UPDATE {table} SET checksum = {SqliteChecksum.Of(table)}");
        }

        SqliteSchema.Execute(connection, "INSERT INTO properties (name, value) VALUES ('schema', '')");
    }

    /// <summary>Format 6: rows with a vector have a checksum that is quicker to compute. A row that was not as it was written stays one that is not.</summary>
    public static void ToSixthFormat(SqliteConnection connection)
    {
        foreach (string table in SqliteChecksum.VectorTables)
        {
            SqliteSchema.Execute(
                connection, $"UPDATE {table} SET checksum = {SqliteChecksum.Of(table)} WHERE checksum IS {SqliteChecksum.FormerOf(table)}");
        }
    }

    /// <summary>Notes how the tables are defined now: after they were changed.</summary>
    public static void NoteDefinitions(SqliteConnection connection) => SqliteSchema.Execute(
        connection,
        $"""
        UPDATE properties SET value = {SqliteChecksum.OfSchema} WHERE name = 'schema';
        UPDATE properties SET checksum = {SqliteChecksum.Of("properties")} WHERE name = 'schema'
        """);

    private static void HashRows(SqliteConnection connection)
    {
        using SqliteCommand read = connection.CreateCommand();
        read.CommandText = """
            SELECT h.sequence, h.record, m.number FROM history h JOIN memories m ON m.memory_id = h.memory_id
            WHERE h.sequence > $after ORDER BY h.sequence LIMIT 500
            """;
        SqliteParameter after = read.Parameters.AddWithValue("$after", 0L);
        using SqliteCommand write = connection.CreateCommand();
        write.CommandText = "UPDATE history SET text_hash = $text, new_hash = $record WHERE sequence = $sequence";
        SqliteParameter text = write.Parameters.Add("$text", SqliteType.Blob);
        SqliteParameter record = write.Parameters.Add("$record", SqliteType.Text);
        SqliteParameter sequence = write.Parameters.Add("$sequence", SqliteType.Integer);
        using SqliteCommand link = connection.CreateCommand();
        link.CommandText = SqliteScope.InsertSql;
        SqliteParameter kind = link.Parameters.Add("$kind", SqliteType.Integer);
        SqliteParameter value = link.Parameters.Add("$value", SqliteType.Text);
        SqliteParameter number = link.Parameters.Add("$number", SqliteType.Integer);
        for (List<(long Sequence, string Record, long Number)> page = Page(read); page.Count > 0; page = Page(read))
        {
            foreach ((long row, string json, long memory) in page)
            {
                MemoryItem item = SqliteRecord.Read(json);
                text.Value = HistoryRecord.TextHash(item.Text);
                record.Value = Sha256.Of(Encoding.UTF8.GetBytes(json));
                sequence.Value = row;
                write.ExecuteNonQuery();
                foreach ((long idKind, string id) in SqliteScope.Of(item))
                {
                    (kind.Value, value.Value, number.Value) = (idKind, id, memory);
                    link.ExecuteNonQuery();
                }
            }

            after.Value = page[^1].Sequence;
        }
    }

    private static List<(long Sequence, string Record, long Number)> Page(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<(long, string, long)> page = [];
        while (reader.Read())
        {
            page.Add((reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2)));
        }

        return page;
    }
}
