using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>A connection that reads. Taken from the store's pool by one caller at a time.</summary>
internal sealed partial class SqliteReader(SqliteHistoryOptions options) : SqliteSession(options, SqliteOpenMode.ReadWrite, "PRAGMA query_only = 1")
{
    private const string LiveSql = " WHERE m.is_deleted = 0 AND ($now IS NULL OR m.expires_at IS NULL OR m.expires_at > $now)";

    // The first column of what is read says whether the row is as it was written.
    public static readonly string HeadColumns =
        $"{SqliteChecksum.Holds("memories", "m")} AND {SqliteChecksum.Holds("history", "h")} AND h.memory_id = m.memory_id, "
        + "m.number, m.sequence, m.is_deleted, h.record, m.text_sequence";

    public static readonly string HeadSql =
        "SELECT " + HeadColumns + " FROM memories m JOIN history h ON h.sequence = m.sequence WHERE m.memory_id = $id";

    public static readonly string HeadsAfterSql =
        "SELECT " + HeadColumns + " FROM memories m JOIN history h ON h.sequence = m.sequence WHERE m.sequence > $after";

    public static readonly string RejectedSql =
        $"SELECT {SqliteChecksum.Holds("rejections", "r")}, rejected_at FROM rejections r WHERE scope = $scope AND value = $value";

    public static readonly string CallSql =
        $"SELECT {SqliteChecksum.Holds("calls", "c")}, request, outcome, called_at FROM calls c WHERE key = $key";

    private static readonly string EntrySql =
        $"SELECT {SqliteChecksum.Holds("history", "h")}, "
        + "sequence, id, memory_id, event, old_memory, new_memory, reason, record, changed_by, changed_by_role, old_hash, new_hash "
        + "FROM history h ";

    private static readonly string BeforeSql =
        $"SELECT {SqliteChecksum.Holds("history", "h")}, record FROM history h WHERE memory_id = $id AND sequence < $sequence ORDER BY sequence DESC LIMIT 1";

    private static readonly string RejectionsSql = $"""
        SELECT {SqliteChecksum.Holds("rejections", "r")}, scope, value, rejected_at FROM rejections r
        WHERE (scope, value) > ($scope, $value) ORDER BY scope, value LIMIT $limit
        """;

    // The checksum is computed here: SQL would have to be given each vector.
    private const string VectorColumns =
        "e.checksum, e.hash, e.vector, (SELECT CAST(value AS INTEGER) FROM properties WHERE name = 'embedding_dimensions')";

    private const string EmbeddingSql = $"SELECT {VectorColumns} FROM embeddings e WHERE hash = $hash";

    private static readonly string ChangesSql = $"""
        SELECT {HeadColumns}, {VectorColumns}, l.hash
        FROM memories m JOIN history h ON h.sequence = m.sequence LEFT JOIN embeddings e ON e.hash = h.text_hash
            LEFT JOIN late_embeddings l ON l.hash = h.text_hash AND l.sequence IS NULL
        WHERE m.sequence > $after ORDER BY m.sequence LIMIT $limit
        """;

    public static MemoryHead ReadHead(SqliteDataReader reader)
    {
        Verify(reader);
        return new MemoryHead(SqliteRecord.Read(Bytes(reader, 4)), reader.GetInt64(2), reader.GetInt64(1), reader.GetInt64(3) != 0)
        {
            TextSequence = reader.GetInt64(5),
        };
    }

    public static RecordedCall? ReadCall(SqliteDataReader reader) => Next(reader)
        ? new RecordedCall(reader.GetString(1), Text(reader, 2), SqliteRecord.ReadInstant(reader.GetString(3)))
        : null;

    public static DateTimeOffset? ReadRejectedAt(SqliteDataReader reader) =>
        Next(reader) ? SqliteRecord.ReadInstant(reader.GetString(1)) : null;

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
        // With a filter, rows are read until the page is full; -1 is no limit.
        List<(string, object?)> parameters =
        [
            ("$before", query.Before ?? long.MaxValue), ("$now", query.ActiveAt?.UtcTicks), ("$limit", query.Filter is null ? query.Limit : -1L),
        ];
        string sql = SqliteScope.SelectSql(HeadColumns, query.Scope, parameters)
            + LiveSql + (query.InReview ? " AND m.review_of IS NOT NULL" : string.Empty)
            + $" AND m.number < $before ORDER BY {SqliteScope.NumberColumn(query.Scope)} DESC LIMIT $limit";
        using SqliteDataReader reader = Command(sql, [.. parameters]).ExecuteReader();
        List<MemoryHead> heads = [];
        while (heads.Count < query.Limit && reader.Read())
        {
            MemoryHead head = WithinScope(ReadHead(reader), query.Scope);
            if (query.Filter?.Matches(head.Item) != false)
            {
                heads.Add(head);
            }
        }

        return heads;
    }

    public long Count(MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter)
    {
        List<(string, object?)> parameters = [("$now", activeAt?.UtcTicks)];
        string sql = (filter is null ? SqliteScope.CountSql(scope, parameters) : SqliteScope.SelectSql(HeadColumns, scope, parameters)) + LiveSql;
        SqliteCommand command = Command(sql, [.. parameters]);
        if (filter is null)
        {
            return (long)command.ExecuteScalar()!;
        }

        using SqliteDataReader reader = command.ExecuteReader();
        long count = 0;
        while (reader.Read())
        {
            count += filter.Matches(WithinScope(ReadHead(reader), scope).Item) ? 1 : 0;
        }

        return count;
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

    /// <summary>Reads one page of what was ever found in a scope, newest-added first: each memory's first sequence and its rows.</summary>
    public List<(long First, List<HistoryEntry> Entries)> Memories(MemoryScope? scope, long throughSequence, long before, int limit)
    {
        List<(string, object?)> parameters = [("$before", before), ("$limit", (long)limit)];
        string sql = SqliteScope.SelectSql("m.number, m.memory_id", scope, parameters)
            + $" WHERE m.number < $before ORDER BY {SqliteScope.NumberColumn(scope)} DESC LIMIT $limit";
        List<(long Number, string Id)> memories = [];
        using (SqliteDataReader reader = Command(sql, [.. parameters]).ExecuteReader())
        {
            while (reader.Read())
            {
                memories.Add((reader.GetInt64(0), reader.GetString(1)));
            }
        }

        return memories.ConvertAll(memory => (memory.Number, Entries(Command(
            EntrySql + "WHERE memory_id = $id AND sequence <= $through ORDER BY sequence", ("$id", memory.Id), ("$through", throughSequence)))));
    }

    /// <summary>Gets the last sequence that was recorded at an instant or before; 0 when nothing was.</summary>
    public long SequenceAt(DateTimeOffset at) => (long)Command(
        "SELECT coalesce(max(sequence), 0) FROM history WHERE recorded_at <= $at", ("$at", SqliteRecord.Write(at))).ExecuteScalar()!;

    public RecordedCall? Call(string key)
    {
        using SqliteDataReader reader = Command(CallSql, ("$key", key)).ExecuteReader();
        return ReadCall(reader);
    }

    public DateTimeOffset? RejectedAt(RejectedValue value)
    {
        using SqliteDataReader reader = Command(RejectedSql, ("$scope", value.Scope), ("$value", value.Value)).ExecuteReader();
        return ReadRejectedAt(reader);
    }

    /// <summary>Reads one page of what is rejected, by scope and value.</summary>
    public List<Rejection> Rejections(RejectedValue after, int limit)
    {
        using SqliteDataReader reader = Command(
            RejectionsSql,
            ("$scope", after.Scope),
            ("$value", after.Value),
            ("$limit", (long)limit)).ExecuteReader();
        List<Rejection> rejections = [];
        while (Next(reader))
        {
            rejections.Add(new Rejection(
                new RejectedValue(reader.GetString(1), reader.GetString(2)), SqliteRecord.ReadInstant(reader.GetString(3))));
        }

        return rejections;
    }

    private List<HistoryEntry> Entries(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<HistoryEntry> entries = [];
        Dictionary<string, MemoryItem> latest = new(StringComparer.Ordinal);
        while (Next(reader))
        {
            string memoryId = reader.GetString(3);
            MemoryItem item = SqliteRecord.Read(Bytes(reader, 8));

            // What was before stands on this page or, for a memory's first row on it, is looked up.
            MemoryItem? before = latest.GetValueOrDefault(memoryId) ?? (item.Version == 1 ? null : Before(memoryId, reader.GetInt64(1)));
            latest[memoryId] = item;
            entries.Add(new HistoryEntry
            {
                Sequence = reader.GetInt64(1),
                Id = reader.GetString(2),
                MemoryId = memoryId,
                Event = SqliteRecord.ReadEvent(reader.GetString(4)),
                OldText = Text(reader, 5),
                NewText = Text(reader, 6),
                Reason = Text(reader, 7),
                Before = before,
                Item = item,
                ChangedBy = Text(reader, 9),
                ChangedByRole = Text(reader, 10),
                OldHash = Text(reader, 11),
                NewHash = Text(reader, 12) ?? string.Empty,
            });
        }

        return entries;
    }

    private MemoryItem? Before(string memoryId, long sequence)
    {
        using SqliteDataReader reader = Command(BeforeSql, ("$id", memoryId), ("$sequence", sequence)).ExecuteReader();
        return Next(reader) ? SqliteRecord.Read(Bytes(reader, 1)) : null;
    }

    /// <summary>Reads one page of newest versions after a sequence, with their vectors.</summary>
    public List<HistoryChange> Changes(long afterSequence, int limit)
    {
        using SqliteDataReader reader = Command(
            ChangesSql,
            ("$after", afterSequence),
            ("$limit", (long)limit)).ExecuteReader();
        List<HistoryChange> changes = [];
        while (reader.Read())
        {
            MemoryHead head = ReadHead(reader);
            bool hasVector = !head.IsDeleted && !reader.IsDBNull(8);
            if (!head.IsDeleted && !hasVector && reader.IsDBNull(10))
            {
                throw new MemoryStoreException("A memory's embedding is missing from the memory file: the file is damaged.");
            }

            changes.Add(new HistoryChange(head, hasVector ? Vector(reader, 6) : default));
        }

        return changes;
    }

    public float[]? Embedding(string text)
    {
        using SqliteDataReader reader = Command(
            EmbeddingSql, ("$hash", SqliteRecord.TextHash(text))).ExecuteReader();
        return reader.Read() ? Vector(reader, 0) : null;
    }

    private static MemoryHead WithinScope(MemoryHead head, MemoryScope? scope) => scope?.Contains(head.Item) != false ? head : throw Damaged();

    /// <summary>Reads a vector, its checksum and key before it, and how many numbers it has to have.</summary>
    private static float[] Vector(SqliteDataReader reader, int column)
    {
        ReadOnlySpan<byte> vector = Bytes(reader, column + 2);
        VectorChecksum checksum = VectorChecksum.Start;
        checksum.Add(raw.sqlite3_column_type(reader.Handle!, column + 1), Bytes(reader, column + 1));
        checksum.Add(raw.sqlite3_column_type(reader.Handle!, column + 2), vector);
        return reader.IsDBNull(column) || reader.GetInt64(column) != checksum.Value
            ? throw Damaged()
            : SqliteRecord.ReadVector(vector, reader.GetInt64(column + 3));
    }

    /// <summary>Gets a text's UTF-8, or a blob, where SQLite has it, until the next row: the provider makes a copy of each.</summary>
    private static ReadOnlySpan<byte> Bytes(SqliteDataReader reader, int column) => raw.sqlite3_column_blob(reader.Handle!, column);

    // Not GetString: the provider takes the text for C's, which ends at the first NUL.
    private static string? Text(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));
}
