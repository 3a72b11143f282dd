using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <content>The tables inside a transaction.</content>
internal sealed partial class SqliteWriter : IHistoryTables
{
    /// <summary>Appends a row, of which each value is written once: the checksum is made of what stands in the subquery.</summary>
    private static readonly string InsertRow = $"""
        INSERT INTO history (sequence, id, memory_id, old_memory, new_memory, event, created_at, updated_at, is_deleted, actor_id, role,
            version, user_id, agent_id, run_id, app_id, recorded_at, reason, record, text_hash, changed_by, changed_by_role,
            old_hash, new_hash, checksum)
        SELECT *, {SqliteChecksum.Of("history")} FROM (
            SELECT $sequence AS sequence, $id AS id, $memory AS memory_id, CAST($old AS TEXT) AS old_memory, CAST($new AS TEXT) AS new_memory,
                $event AS event, $created AS created_at, $updated AS updated_at, $deleted AS is_deleted, CAST($actor AS TEXT) AS actor_id,
                CAST($role AS TEXT) AS role, $version AS version, $user AS user_id, $agent AS agent_id, $run AS run_id, $app AS app_id,
                $recorded AS recorded_at, CAST($reason AS TEXT) AS reason, CAST($record AS TEXT) AS record, $text AS text_hash,
                CAST($by AS TEXT) AS changed_by, CAST($by_role AS TEXT) AS changed_by_role,
                (SELECT new_hash FROM history WHERE sequence = $previous) AS old_hash, $hash AS new_hash)
        RETURNING old_hash
        """;

    private static readonly string UpsertMemory = $"""
        INSERT INTO memories (number, memory_id, sequence, text_sequence, is_deleted, expires_at, review_of, checksum)
        SELECT *, {SqliteChecksum.Of("memories")} FROM (
            SELECT $number AS number, $memory AS memory_id, $sequence AS sequence, $text AS text_sequence, $deleted AS is_deleted,
                $expires AS expires_at, $review AS review_of)
        WHERE true
        ON CONFLICT (number) DO UPDATE SET
            sequence = excluded.sequence, text_sequence = excluded.text_sequence, is_deleted = excluded.is_deleted,
            expires_at = excluded.expires_at, review_of = excluded.review_of, checksum = excluded.checksum
        """;

    private static readonly string InsertCall = $"""
        INSERT INTO calls (key, request, outcome, holds_facts, called_at, user_id, agent_id, run_id, app_id, checksum)
        SELECT *, {SqliteChecksum.Of("calls")} FROM (
            SELECT $key AS key, $request AS request, CAST($outcome AS TEXT) AS outcome, $facts AS holds_facts, $at AS called_at,
                $user AS user_id, $agent AS agent_id, $run AS run_id, $app AS app_id)
        RETURNING number
        """;

    private static readonly string InsertCallMemory =
        $"INSERT OR IGNORE INTO call_memories SELECT *, {SqliteChecksum.Of("call_memories")} FROM (SELECT $id AS memory_id, $call AS call)";

    private static readonly string UpsertRejection = $"""
        INSERT INTO rejections (scope, value, rejected_at, checksum)
        SELECT *, {SqliteChecksum.Of("rejections")} FROM (SELECT $scope AS scope, $value AS value, $at AS rejected_at)
        WHERE true
        ON CONFLICT (scope, value) DO UPDATE SET rejected_at = excluded.rejected_at, checksum = excluded.checksum
        WHERE excluded.rejected_at > rejected_at
        """;

    // The last sequence of this transaction. A row is given its own rather than SQLite's next: it is part of the checksum.
    private long _sequence;

    /// <inheritdoc/>
    public MemoryHead? Head(string memoryId)
    {
        using SqliteDataReader reader = Command(SqliteReader.HeadSql, ("$id", memoryId)).ExecuteReader();
        return reader.Read() ? SqliteReader.ReadHead(reader) : null;
    }

    /// <inheritdoc/>
    public bool IsErased(string memoryId) =>
        Command("SELECT 1 FROM erasures WHERE memory_id = $id", ("$id", memoryId)).ExecuteScalar() is not null;

    /// <inheritdoc/>
    public DateTimeOffset? RejectedAt(RejectedValue value)
    {
        using SqliteDataReader reader = Command(SqliteReader.RejectedSql, ("$scope", value.Scope), ("$value", value.Value)).ExecuteReader();
        return SqliteReader.ReadRejectedAt(reader);
    }

    /// <inheritdoc/>
    public MemoryHead? Known(KnownTextGuard guard)
    {
        using SqliteDataReader reader = Command(SqliteReader.HeadsAfterSql, ("$after", guard.AfterSequence)).ExecuteReader();
        while (reader.Read())
        {
            if (SqliteReader.ReadHead(reader) is { } head && guard.Stops(head))
            {
                return head;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public RecordedCall? Call(string key)
    {
        using SqliteDataReader reader = Command(SqliteReader.CallSql, ("$key", key)).ExecuteReader();
        return SqliteReader.ReadCall(reader);
    }

    /// <inheritdoc/>
    public HistoryWriteResult Append(MemoryHead? current, HistoryAppend append)
    {
        MemoryItem item = append.Item;
        byte[] record = HistoryRecord.Write(item);
        byte[] textHash = SqliteRecord.TextHash(item.Text);
        HistoryEntry entry = Insert(append.ToEntry(current, record), current?.Sequence, record, textHash);
        if (append.Embedding is { } embedding)
        {
            Embed(textHash, embedding);
        }

        MemoryHead head = new(item, entry.Sequence, current?.FirstSequence ?? entry.Sequence, entry.IsDeleted)
        {
            TextSequence = MemoryHead.TextSequenceOf(current, item, entry.Sequence),
        };
        PointAt(head);
        AddScopes(current, head);
        if (append.Lifts is { } lifted)
        {
            Remove(lifted);
        }

        if (append.Rejects is { } rejected)
        {
            Reject(rejected, item.RecordedAt);
        }

        return HistoryWriteResult.Appended(entry, head);
    }

    /// <inheritdoc/>
    public void Record(HistoryCall call, HistoryCallOutcome outcome)
    {
        Command(
            "DELETE FROM call_memories WHERE call IN (SELECT number FROM calls WHERE called_at < $before)",
            ("$before", SqliteRecord.Write(call.ForgetBefore))).ExecuteNonQuery();
        Command("DELETE FROM calls WHERE called_at < $before", ("$before", SqliteRecord.Write(call.ForgetBefore))).ExecuteNonQuery();
        long number = (long)Command(
            InsertCall,
            ("$key", call.Key),
            ("$request", call.Request),
            ("$outcome", SqliteRecord.Bytes(outcome.Description)),
            ("$facts", outcome.HoldsFacts ? 1L : 0L),
            ("$at", SqliteRecord.Write(call.CalledAt)),
            ("$user", call.Scope?.UserId),
            ("$agent", call.Scope?.AgentId),
            ("$run", call.Scope?.RunId),
            ("$app", call.Scope?.AppId)).ExecuteScalar()!;
        foreach (string id in outcome.MemoryIds)
        {
            Command(InsertCallMemory, ("$id", id), ("$call", number)).ExecuteNonQuery();
        }
    }

    private HistoryEntry Insert(HistoryEntry entry, long? previous, byte[] record, byte[] textHash)
    {
        MemoryItem item = entry.Item;
        using SqliteDataReader reader = Command(
            InsertRow,
            ("$sequence", _sequence + 1),
            ("$id", entry.Id),
            ("$memory", entry.MemoryId),
            ("$old", SqliteRecord.Bytes(entry.OldText)),
            ("$new", SqliteRecord.Bytes(entry.NewText)),
            ("$event", WireNames.Of(entry.Event)),
            ("$created", SqliteRecord.Write(item.CreatedAt)),
            ("$updated", SqliteRecord.Write(item.UpdatedAt)),
            ("$deleted", entry.IsDeleted ? 1L : 0L),
            ("$actor", SqliteRecord.Bytes(item.ActorId)),
            ("$role", SqliteRecord.Bytes(item.Role)),
            ("$version", (long)item.Version),
            ("$user", item.Scope.UserId),
            ("$agent", item.Scope.AgentId),
            ("$run", item.Scope.RunId),
            ("$app", item.Scope.AppId),
            ("$recorded", SqliteRecord.Write(item.RecordedAt)),
            ("$reason", SqliteRecord.Bytes(entry.Reason)),
            ("$record", record),
            ("$text", textHash),
            ("$by", SqliteRecord.Bytes(entry.ChangedBy)),
            ("$by_role", SqliteRecord.Bytes(entry.ChangedByRole)),
            ("$previous", previous),
            ("$hash", entry.NewHash)).ExecuteReader();
        reader.Read();
        _sequence++;
        return entry with { Sequence = _sequence, OldHash = reader.IsDBNull(0) ? null : reader.GetString(0) };
    }

    private void PointAt(MemoryHead head) => Command(
        UpsertMemory,
        ("$number", head.FirstSequence),
        ("$memory", head.Item.Id),
        ("$sequence", head.Sequence),
        ("$text", head.TextSequence),
        ("$deleted", head.IsDeleted ? 1L : 0L),
        ("$expires", head.Item.ExpiresAt?.UtcTicks),
        ("$review", head.Item.ReviewOf)).ExecuteNonQuery();

    /// <summary>Keeps the rows that say in which scopes a memory is found. It never loses one, and a deleted one was found there.</summary>
    private void AddScopes(MemoryHead? before, MemoryHead after)
    {
        foreach ((long kind, string value) in SqliteScope.Of(after.Item).Except(before is null ? [] : SqliteScope.Of(before.Item)))
        {
            Command(SqliteScope.InsertSql, ("$kind", kind), ("$value", value), ("$number", after.FirstSequence)).ExecuteNonQuery();
        }
    }

    private void Reject(RejectedValue value, DateTimeOffset at) => Command(
        UpsertRejection,
        ("$scope", value.Scope),
        ("$value", value.Value),
        ("$at", SqliteRecord.Write(at))).ExecuteNonQuery();

    private int Remove(RejectedValue value) => Command(
        "DELETE FROM rejections WHERE scope = $scope AND value = $value", ("$scope", value.Scope), ("$value", value.Value)).ExecuteNonQuery();
}
