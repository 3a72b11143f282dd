using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>A connection that reads. Taken from the store's pool by one caller at a time.</summary>
internal sealed class SqliteReader(SqliteHistoryOptions options) : SqliteSession(options, "PRAGMA query_only = 1")
{
    private const string EntrySql =
        "SELECT sequence, id, memory_id, event, old_memory, new_memory, reason, record FROM history ";

    public const string HeadSql =
        "SELECT m.number, m.sequence, m.is_deleted, h.record FROM memories m JOIN history h ON h.sequence = m.sequence "
        + "WHERE m.memory_id = $id";

    private const string DimensionsSql = "(SELECT CAST(value AS INTEGER) FROM properties WHERE name = 'embedding_dimensions')";

    public static MemoryHead ReadHead(SqliteDataReader reader) =>
        new(SqliteRecord.Read(reader.GetString(3)), reader.GetInt64(1), reader.GetInt64(0), reader.GetInt64(2) != 0);

    /// <summary>Gets a number that changes when another connection commits, whichever process it is in.</summary>
    public long DataVersion() => (long)Command("PRAGMA data_version").ExecuteScalar()!;

    public HistoryPosition CurrentPosition() => Position();

    public MemoryHead? Head(string id)
    {
        using SqliteDataReader reader = Command(HeadSql, ("$id", id)).ExecuteReader();
        return reader.Read() ? ReadHead(reader) : null;
    }

    public List<MemoryHead> List(HistoryListQuery query)
    {
        List<(long Kind, string Value)> ids = query.Scope is null ? [] : SqliteScope.Of(query.Scope);
        List<(string, object?)> parameters =
        [
            ("$before", query.Before ?? long.MaxValue), ("$now", query.ActiveAt?.UtcTicks), ("$limit", (long)query.Limit),
        ];
        string sql = ScopedSql("m.number, m.sequence, m.is_deleted, h.record", ids, parameters)
            + " AND m.number < $before ORDER BY m.number DESC LIMIT $limit";
        using SqliteDataReader reader = Command(sql, [.. parameters]).ExecuteReader();
        List<MemoryHead> heads = [];
        while (reader.Read())
        {
            heads.Add(ReadHead(reader));
        }

        return heads;
    }

    public long Count(MemoryScope? scope, DateTimeOffset? activeAt)
    {
        List<(string, object?)> parameters = [("$now", activeAt?.UtcTicks)];
        string sql = ScopedSql("count(*)", scope is null ? [] : SqliteScope.Of(scope), parameters);
        return (long)Command(sql, [.. parameters]).ExecuteScalar()!;
    }

    /// <summary>Reads one page of a memory's rows after a sequence.</summary>
    public List<HistoryEntry> Entries(string memoryId, long afterSequence, int limit) => Entries(Command(
        EntrySql + "WHERE memory_id = $id AND sequence > $after ORDER BY sequence LIMIT $limit",
        ("$id", memoryId),
        ("$after", afterSequence),
        ("$limit", (long)limit)));

    /// <summary>Reads one page of all rows after a sequence.</summary>
    public List<HistoryEntry> Entries(long afterSequence, int limit) => Entries(Command(
        EntrySql + "WHERE sequence > $after ORDER BY sequence LIMIT $limit", ("$after", afterSequence), ("$limit", (long)limit)));

    private static List<HistoryEntry> Entries(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<HistoryEntry> entries = [];
        while (reader.Read())
        {
            entries.Add(new HistoryEntry
            {
                Sequence = reader.GetInt64(0),
                Id = reader.GetString(1),
                MemoryId = reader.GetString(2),
                Event = SqliteRecord.ReadEvent(reader.GetString(3)),
                OldText = Text(reader, 4),
                NewText = Text(reader, 5),
                Reason = Text(reader, 6),
                Item = SqliteRecord.Read(reader.GetString(7)),
            });
        }

        return entries;
    }

    /// <summary>Reads one page of newest versions after a sequence, with their vectors.</summary>
    public List<HistoryChange> Changes(long afterSequence, int limit)
    {
        using SqliteDataReader reader = Command(
            "SELECT m.number, m.sequence, m.is_deleted, h.record, e.vector, " + DimensionsSql
            + " FROM memories m JOIN history h ON h.sequence = m.sequence LEFT JOIN embeddings e ON e.hash = m.text_hash "
            + "WHERE m.sequence > $after ORDER BY m.sequence LIMIT $limit",
            ("$after", afterSequence),
            ("$limit", (long)limit)).ExecuteReader();
        List<HistoryChange> changes = [];
        while (reader.Read())
        {
            MemoryHead head = ReadHead(reader);
            if (!head.IsDeleted && reader.IsDBNull(4))
            {
                throw new MemoryStoreException("A memory's embedding is missing from the memory file: the file is damaged.");
            }

            changes.Add(new HistoryChange(
                head, head.IsDeleted ? default : SqliteRecord.ReadVector(reader.GetFieldValue<byte[]>(4), reader.GetInt64(5))));
        }

        return changes;
    }

    public float[]? Embedding(string text)
    {
        using SqliteDataReader reader = Command(
            "SELECT vector, " + DimensionsSql + " FROM embeddings WHERE hash = $hash", ("$hash", SqliteRecord.TextHash(text))).ExecuteReader();
        return reader.Read() ? SqliteRecord.ReadVector(reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)) : null;
    }

    // Not GetString: the provider takes the text for C's, which ends at the first NUL.
    private static string? Text(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));

    /// <summary>
    /// Makes the query of what is found in a scope: one join for each further id, all on the same key, so SQLite walks the shortest
    /// list and probes the others.
    /// </summary>
    private static string ScopedSql(string columns, List<(long Kind, string Value)> ids, List<(string, object?)> parameters)
    {
        StringBuilder sql = new($"SELECT {columns} FROM memories m JOIN history h ON h.sequence = m.sequence");
        for (int i = 0; i < ids.Count; i++)
        {
            sql.Append(
                CultureInfo.InvariantCulture,
                $" JOIN memory_scopes s{i} ON s{i}.kind = $kind{i} AND s{i}.value = $value{i} AND s{i}.number = m.number");
            parameters.Add(($"$kind{i}", ids[i].Kind));
            parameters.Add(($"$value{i}", ids[i].Value));
        }

        sql.Append(" WHERE m.is_deleted = 0 AND ($now IS NULL OR m.expires_at IS NULL OR m.expires_at > $now)");
        return sql.ToString();
    }
}
