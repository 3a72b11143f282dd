namespace Mem0Sharp;

/// <content>The calls that are kept to be done later.</content>
internal sealed partial class SqliteReader
{
    public static readonly string QueuedAfterSql = QueuedSql + "WHERE number > $after ORDER BY number LIMIT $limit";

    private static readonly string QueuedByIdSql = QueuedSql + "WHERE id = $id";

    public static readonly string QueuedByKeySql = QueuedSql + "WHERE key = $key";

    private static string QueuedSql =>
        $"SELECT {SqliteChecksum.Holds("queue", "q")}, number, id, kind, content, queued_at, attempts, error, set_aside, key, request, "
        + "user_id, agent_id, run_id, app_id FROM queue q ";

    public static List<(long Number, QueuedCall Call)> ReadQueued(SqliteRows rows)
    {
        List<(long, QueuedCall)> calls = [];
        while (Next(rows))
        {
            calls.Add((rows.GetInt64(1), new QueuedCall
            {
                Id = rows.GetString(2),
                Kind = SqliteRecord.ReadQueuedKind(rows.GetString(3)),
                Content = rows.Text(4)!,
                QueuedAt = SqliteRecord.ReadInstant(rows.GetString(5)),
                Attempts = rows.GetInt32(6),
                ErrorCode = rows.Text(7),
                IsSetAside = rows.GetInt64(8) != 0,
                Key = rows.Text(9),
                Request = rows.Text(10),
                Scope = Enumerable.Range(11, 4).All(rows.IsNull)
                    ? null
                    : MemoryScope.Create(rows.Text(11), rows.Text(12), rows.Text(13), rows.Text(14)),
            }));
        }

        return calls;
    }

    /// <summary>Reads one page of what is queued, oldest first, each with its place.</summary>
    public List<(long Number, QueuedCall Call)> Queued(long after, int limit)
    {
        using SqliteRows rows = Statement(QueuedAfterSql, ("$after", after), ("$limit", (long)limit)).Rows();
        return ReadQueued(rows);
    }

    public QueuedCall? FindQueued(string id)
    {
        using SqliteRows rows = Statement(QueuedByIdSql, ("$id", id)).Rows();
        return ReadQueued(rows) is [var (_, call)] ? call : null;
    }

    public bool IsQueued(string owner) =>
        Statement("SELECT 1 FROM queue WHERE owner = $owner AND set_aside = 0 LIMIT 1", ("$owner", owner)).Exists();
}
