using SQLitePCL;

namespace Mem0Sharp;

/// <content>Calls that happen once.</content>
internal sealed partial class SqliteWriter
{
    private static readonly string InsertCall = SqliteChecksum.Insert("calls");

    private static readonly string InsertCallMemory = SqliteChecksum.Insert("call_memories", "INSERT OR IGNORE");

    /// <inheritdoc/>
    public RecordedCall? Call(string key)
    {
        using SqliteRows rows = Statement(SqliteReader.CallSql, ("$key", key)).Rows();
        return SqliteReader.ReadCall(rows);
    }

    /// <inheritdoc/>
    public void Record(HistoryCall call, HistoryCallOutcome outcome)
    {
        Statement(
            "DELETE FROM call_memories WHERE call IN (SELECT number FROM calls WHERE called_at < $before)",
            ("$before", SqliteRecord.Write(call.ForgetBefore))).Run();
        Statement("DELETE FROM calls WHERE called_at < $before", ("$before", SqliteRecord.Write(call.ForgetBefore))).Run();
        Insert(new KnownCall(call.Key, call.Request, call.CalledAt) { Outcome = outcome, Scope = call.Scope });
    }

    /// <summary>Notes calls that have happened, each in the place of one with the same key.</summary>
    public int Note(IReadOnlyList<KnownCall> calls) => InTransaction(() =>
    {
        foreach (KnownCall call in calls)
        {
            Statement("DELETE FROM call_memories WHERE call IN (SELECT number FROM calls WHERE key = $key)", ("$key", call.Key)).Run();
            if (Statement("DELETE FROM calls WHERE key = $key", ("$key", call.Key)).Run() > 0)
            {
                SetProperty(QueueLeft, "1");
            }

            Insert(call);
        }

        return calls.Count;
    });

    private void Insert(KnownCall call)
    {
        MemoryScope? scope = call.Outcome is null ? null : call.Scope;
        Row(
            InsertCall,
            hasVector: false,
            call.Key,
            call.Request,
            call.Outcome?.Description,
            call.Outcome?.HoldsFacts == true,
            SqliteRecord.Write(call.CalledAt),
            scope?.UserId,
            scope?.AgentId,
            scope?.RunId,
            scope?.AppId).Run();
        long number = raw.sqlite3_last_insert_rowid(Connection.Handle);
        foreach (string id in call.Outcome?.MemoryIds ?? [])
        {
            Row(InsertCallMemory, hasVector: false, id, number).Run();
        }
    }
}
