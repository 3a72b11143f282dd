using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <content>The calls that are kept to be done later.</content>
internal sealed partial class SqliteReader
{
    public static readonly string QueuedAfterSql = QueuedSql + "WHERE number > $after ORDER BY number LIMIT $limit";

    public static readonly string QueuedByKeySql = QueuedSql + "WHERE key = $key";

    private static string QueuedSql =>
        $"SELECT {SqliteChecksum.Holds("queue", "q")}, number, id, kind, content, queued_at, attempts, error, set_aside, key, request, "
        + "user_id, agent_id, run_id, app_id FROM queue q ";

    public static List<(long Number, QueuedCall Call)> ReadQueued(SqliteDataReader reader)
    {
        List<(long, QueuedCall)> calls = [];
        while (Next(reader))
        {
            calls.Add((reader.GetInt64(1), new QueuedCall
            {
                Id = reader.GetString(2),
                Kind = SqliteRecord.ReadQueuedKind(reader.GetString(3)),
                Content = Text(reader, 4)!,
                QueuedAt = SqliteRecord.ReadInstant(reader.GetString(5)),
                Attempts = reader.GetInt32(6),
                ErrorCode = Text(reader, 7),
                IsSetAside = reader.GetInt64(8) != 0,
                Key = Text(reader, 9),
                Request = Text(reader, 10),
                Scope = Enumerable.Range(11, 4).All(reader.IsDBNull)
                    ? null
                    : MemoryScope.Create(Text(reader, 11), Text(reader, 12), Text(reader, 13), Text(reader, 14)),
            }));
        }

        return calls;
    }

    /// <summary>Reads one page of what is queued, oldest first, each with its place.</summary>
    public List<(long Number, QueuedCall Call)> Queued(long after, int limit)
    {
        using SqliteDataReader reader = Command(QueuedAfterSql, ("$after", after), ("$limit", (long)limit)).ExecuteReader();
        return ReadQueued(reader);
    }

    public bool IsQueued(string owner) =>
        Command("SELECT 1 FROM queue WHERE owner = $owner AND set_aside = 0 LIMIT 1", ("$owner", owner)).ExecuteScalar() is not null;
}
