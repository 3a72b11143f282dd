using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>A connection that reads. Taken from the store's pool by one caller at a time.</summary>
internal sealed partial class SqliteReader(SqliteHistoryOptions options) : SqliteSession(options, SqliteOpenMode.ReadWrite, "PRAGMA query_only = 1")
{
    private const string LiveSql = " WHERE m.is_deleted = 0 AND ($now IS NULL OR m.expires_at IS NULL OR m.expires_at > $now)";

    public static readonly string HeadsAfterSql =
        "SELECT " + HeadColumns + " FROM memories m JOIN history h ON h.sequence = m.sequence WHERE m.sequence > $after";

    public static readonly string RejectedSql =
        $"SELECT {SqliteChecksum.Holds("rejections", "r")}, rejected_at FROM rejections r WHERE scope = $scope AND value = $value";

    public static readonly string CallSql =
        $"SELECT {SqliteChecksum.Holds("calls", "c")}, request, outcome, called_at, user_id, agent_id, run_id, app_id FROM calls c WHERE key = $key";

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

    private static readonly string ChangesSql = $"""
        SELECT {HeadColumns}, {VectorColumns}, l.hash
        FROM memories m JOIN history h ON h.sequence = m.sequence LEFT JOIN embeddings e ON e.hash = h.text_hash
            LEFT JOIN late_embeddings l ON l.hash = h.text_hash AND l.sequence IS NULL
        WHERE m.sequence > $after AND m.sequence <= $through ORDER BY m.sequence LIMIT $limit
        """;

    public static RecordedCall? ReadCall(SqliteRows rows) => Next(rows)
        ? new RecordedCall(rows.GetString(1), rows.Text(2), SqliteRecord.ReadInstant(rows.GetString(3)))
        {
            Scope = rows.IsNull(2) || (rows.IsNull(4) && rows.IsNull(5) && rows.IsNull(6) && rows.IsNull(7))
                ? null
                : MemoryScope.Create(rows.Text(4), rows.Text(5), rows.Text(6), rows.Text(7)),
        }
        : null;

    public static DateTimeOffset? ReadRejectedAt(SqliteRows rows) =>
        Next(rows) ? SqliteRecord.ReadInstant(rows.GetString(1)) : null;

    public HistoryPosition CurrentPosition() => Position();

    public List<MemoryHead> List(HistoryListQuery query)
    {
        // With a filter, rows are read until the page is full; -1 is no limit.
        List<(string, SqliteValue)> parameters =
        [
            ("$before", query.Before ?? long.MaxValue), ("$now", query.ActiveAt?.UtcTicks), ("$limit", query.Filter is null ? query.Limit : -1L),
        ];
        string sql = SqliteScope.SelectSql(HeadColumns, query.Scope, parameters)
            + LiveSql + (query.InReview ? " AND m.review_of IS NOT NULL" : string.Empty)
            + $" AND m.number < $before ORDER BY {SqliteScope.NumberColumn(query.Scope)} DESC LIMIT $limit";
        using SqliteRows rows = Statement(sql, [.. parameters]).Rows();
        List<MemoryHead> heads = [];
        while (heads.Count < query.Limit && rows.Read())
        {
            MemoryHead head = WithinScope(ReadHead(rows), query.Scope);
            if (query.Filter?.Matches(head.Item) != false)
            {
                heads.Add(head);
            }
        }

        return heads;
    }

    public long Count(MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter)
    {
        List<(string, SqliteValue)> parameters = [("$now", activeAt?.UtcTicks)];
        string sql = (filter is null ? SqliteScope.CountSql(scope, parameters) : SqliteScope.SelectSql(HeadColumns, scope, parameters)) + LiveSql;
        SqliteStatement statement = Statement(sql, [.. parameters]);
        if (filter is null)
        {
            return statement.Number();
        }

        using SqliteRows rows = statement.Rows();
        long count = 0;
        while (rows.Read())
        {
            count += filter.Matches(WithinScope(ReadHead(rows), scope).Item) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Reads one page of a memory's rows after a sequence.</summary>
    public List<HistoryEntry> Entries(string memoryId, long afterSequence, int limit) => Entries(Statement(
        EntrySql + "WHERE memory_id = $id AND sequence > $after ORDER BY sequence LIMIT $limit",
        ("$id", memoryId),
        ("$after", afterSequence),
        ("$limit", (long)limit)));

    /// <summary>Reads one page of all rows after a sequence.</summary>
    public List<HistoryEntry> Entries(long afterSequence, int limit) => Entries(Statement(
        EntrySql + "WHERE sequence > $after ORDER BY sequence LIMIT $limit", ("$after", afterSequence), ("$limit", (long)limit)));

    /// <summary>Reads one page of what was ever found in a scope, newest-added first: each memory's first sequence and its rows.</summary>
    public List<(long First, List<HistoryEntry> Entries)> Memories(MemoryScope? scope, long throughSequence, long before, int limit)
    {
        List<(string, SqliteValue)> parameters = [("$before", before), ("$limit", (long)limit)];
        string sql = SqliteScope.SelectSql("m.number, m.memory_id", scope, parameters)
            + $" WHERE m.number < $before ORDER BY {SqliteScope.NumberColumn(scope)} DESC LIMIT $limit";
        List<(long Number, string Id)> memories = [];
        using (SqliteRows rows = Statement(sql, [.. parameters]).Rows())
        {
            while (rows.Read())
            {
                memories.Add((rows.GetInt64(0), rows.GetString(1)));
            }
        }

        return memories.ConvertAll(memory => (memory.Number, Entries(Statement(
            EntrySql + "WHERE memory_id = $id AND sequence <= $through ORDER BY sequence", ("$id", memory.Id), ("$through", throughSequence)))));
    }

    /// <summary>Gets the last sequence that was recorded at an instant or before; 0 when nothing was.</summary>
    public long SequenceAt(DateTimeOffset at) => Statement(
        "SELECT coalesce(max(sequence), 0) FROM history WHERE recorded_at <= $at", ("$at", SqliteRecord.Write(at))).Number();

    public RecordedCall? Call(string key)
    {
        using SqliteRows rows = Statement(CallSql, ("$key", key)).Rows();
        return ReadCall(rows);
    }

    public DateTimeOffset? RejectedAt(RejectedValue value)
    {
        using SqliteRows rows = Statement(RejectedSql, ("$scope", value.Scope), ("$value", value.Value)).Rows();
        return ReadRejectedAt(rows);
    }

    /// <summary>Reads one page of what is rejected, by scope and value.</summary>
    public List<Rejection> Rejections(RejectedValue after, int limit)
    {
        using SqliteRows rows = Statement(
            RejectionsSql,
            ("$scope", after.Scope),
            ("$value", after.Value),
            ("$limit", (long)limit)).Rows();
        List<Rejection> rejections = [];
        while (Next(rows))
        {
            rejections.Add(new Rejection(
                new RejectedValue(rows.GetString(1), rows.GetString(2)), SqliteRecord.ReadInstant(rows.GetString(3))));
        }

        return rejections;
    }

    private List<HistoryEntry> Entries(SqliteStatement statement)
    {
        using SqliteRows rows = statement.Rows();
        List<HistoryEntry> entries = [];
        Dictionary<string, MemoryItem> latest = new(StringComparer.Ordinal);
        while (Next(rows))
        {
            string memoryId = rows.GetString(3);
            MemoryItem item = SqliteRecord.Read(rows.Bytes(8));

            // What was before stands on this page or, for a memory's first row on it, is looked up.
            MemoryItem? before = latest.GetValueOrDefault(memoryId) ?? (item.Version == 1 ? null : Before(memoryId, rows.GetInt64(1)));
            latest[memoryId] = item;
            entries.Add(new HistoryEntry
            {
                Sequence = rows.GetInt64(1),
                Id = rows.GetString(2),
                MemoryId = memoryId,
                Event = SqliteRecord.ReadEvent(rows.GetString(4)),
                OldText = rows.Text(5),
                NewText = rows.Text(6),
                Reason = rows.Text(7),
                Before = before,
                Item = item,
                ChangedBy = rows.Text(9),
                ChangedByRole = rows.Text(10),
                OldHash = rows.Text(11),
                NewHash = rows.Text(12) ?? string.Empty,
            });
        }

        return entries;
    }

    private MemoryItem? Before(string memoryId, long sequence)
    {
        using SqliteRows rows = Statement(BeforeSql, ("$id", memoryId), ("$sequence", sequence)).Rows();
        return Next(rows) ? SqliteRecord.Read(rows.Bytes(1)) : null;
    }

    /// <summary>Gets the last sequence of the page of newest versions after a sequence; null where less than a page is left.</summary>
    public long? EndOfPage(long afterSequence, int size)
    {
        using SqliteRows rows = Statement(
            "SELECT sequence FROM memories WHERE sequence > $after ORDER BY sequence LIMIT 1 OFFSET $before",
            ("$after", afterSequence),
            ("$before", size - 1L)).Rows();
        return rows.Read() ? rows.GetInt64(0) : null;
    }

    /// <summary>Reads a page of newest versions of a range, with their vectors.</summary>
    /// <param name="afterSequence">Before the first.</param>
    /// <param name="throughSequence">The last at most.</param>
    /// <param name="limit">The most that are read.</param>
    /// <param name="lent">Where their vectors are written; null to make an array of each.</param>
    public HistoryPage Changes(long afterSequence, long throughSequence, int limit, LentVectors? lent)
    {
        using SqliteRows rows = Statement(
            ChangesSql,
            ("$after", afterSequence),
            ("$through", throughSequence),
            ("$limit", (long)limit)).Rows();
        List<HistoryChange> changes = [];
        while (rows.Read())
        {
            MemoryHead head = ReadHead(rows);
            bool hasVector = !head.IsDeleted && !rows.IsNull(8);
            if (!head.IsDeleted && !hasVector && rows.IsNull(10))
            {
                throw new MemoryStoreException("A memory's embedding is missing from the memory file: the file is damaged.");
            }

            changes.Add(new HistoryChange(head, hasVector ? Vector(rows, 6, lent) : default));
        }

        long through = throughSequence < long.MaxValue ? throughSequence : changes.Count > 0 ? changes[^1].Head.Sequence : afterSequence;
        return new HistoryPage(changes, through, lent);
    }

    private static MemoryHead WithinScope(MemoryHead head, MemoryScope? scope) => scope?.Contains(head.Item) != false ? head : throw Damaged();
}
