namespace Mem0Sharp;

/// <content>Calls that have happened.</content>
internal sealed partial class SqliteReader
{
    private static readonly string CallsSql = $"""
        SELECT {SqliteChecksum.Holds("calls", "c")}, request, outcome, called_at, user_id, agent_id, run_id, app_id, key, holds_facts, number
        FROM calls c WHERE key > $after ORDER BY key LIMIT $limit
        """;

    private static readonly string CallMemoriesSql = $"""
        SELECT {SqliteChecksum.Holds("call_memories", "m")}, memory_id FROM call_memories m WHERE call = $call ORDER BY memory_id
        """;

    /// <summary>Reads one page of the calls that have happened, by key.</summary>
    public List<KnownCall> Calls(string after, int limit)
    {
        List<(string Key, bool HoldsFacts, long Number, RecordedCall Call)> page = [];
        using (SqliteRows rows = Statement(CallsSql, ("$after", after), ("$limit", (long)limit)).Rows())
        {
            while (ReadCall(rows) is { } call)
            {
                page.Add((rows.GetString(8), rows.GetInt64(9) != 0, rows.GetInt64(10), call));
            }
        }

        return page.ConvertAll(row => new KnownCall(row.Key, row.Call.Request, row.Call.CalledAt)
        {
            Outcome = row.Call.Outcome is { } outcome ? new HistoryCallOutcome(outcome, MemoriesOf(row.Number)) { HoldsFacts = row.HoldsFacts } : null,
            Scope = row.Call.Scope,
        });
    }

    private List<string> MemoriesOf(long call)
    {
        using SqliteRows rows = Statement(CallMemoriesSql, ("$call", call)).Rows();
        List<string> ids = [];
        while (Next(rows))
        {
            ids.Add(rows.GetString(1));
        }

        return ids;
    }
}
