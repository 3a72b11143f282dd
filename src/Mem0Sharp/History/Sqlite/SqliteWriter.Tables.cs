using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <content>The tables inside a transaction.</content>
internal sealed partial class SqliteWriter : IHistoryTables
{
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
    public DateTimeOffset? RejectedAt(RejectedValue value) =>
        Command(SqliteReader.RejectedSql, ("$scope", value.Scope), ("$value", value.Value)).ExecuteScalar() is string at ? SqliteRecord.ReadInstant(at) : null;

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
            Command(
                "INSERT INTO embeddings (hash, vector) VALUES ($hash, $vector) ON CONFLICT (hash) DO NOTHING",
                ("$hash", textHash),
                ("$vector", SqliteRecord.Write(embedding.Vector))).ExecuteNonQuery();
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
            """
            INSERT INTO calls (key, request, outcome, holds_facts, called_at, user_id, agent_id, run_id, app_id)
            VALUES ($key, $request, CAST($outcome AS TEXT), $facts, $at, $user, $agent, $run, $app) RETURNING number
            """,
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
            Command("INSERT OR IGNORE INTO call_memories (memory_id, call) VALUES ($id, $call)", ("$id", id), ("$call", number)).ExecuteNonQuery();
        }
    }

    private HistoryEntry Insert(HistoryEntry entry, long? previous, byte[] record, byte[] textHash)
    {
        MemoryItem item = entry.Item;
        using SqliteDataReader reader = Command(
            """
            INSERT INTO history (id, memory_id, old_memory, new_memory, event, created_at, updated_at, is_deleted, actor_id, role,
                version, user_id, agent_id, run_id, app_id, recorded_at, reason, record, text_hash, changed_by, changed_by_role,
                old_hash, new_hash)
            VALUES ($id, $memory, CAST($old AS TEXT), CAST($new AS TEXT), $event, $created, $updated, $deleted, CAST($actor AS TEXT), CAST($role AS TEXT),
                $version, $user, $agent, $run, $app, $recorded, CAST($reason AS TEXT), CAST($record AS TEXT), $text,
                CAST($by AS TEXT), CAST($by_role AS TEXT),
                (SELECT new_hash FROM history WHERE sequence = $previous), $hash)
            RETURNING sequence, old_hash
            """,
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
        return entry with { Sequence = reader.GetInt64(0), OldHash = reader.IsDBNull(1) ? null : reader.GetString(1) };
    }

    private void PointAt(MemoryHead head) => Command(
        """
        INSERT INTO memories (number, memory_id, sequence, text_sequence, is_deleted, expires_at, review_of)
        VALUES ($number, $memory, $sequence, $text, $deleted, $expires, $review)
        ON CONFLICT (number) DO UPDATE SET
            sequence = excluded.sequence, text_sequence = excluded.text_sequence, is_deleted = excluded.is_deleted,
            expires_at = excluded.expires_at, review_of = excluded.review_of
        """,
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
        """
        INSERT INTO rejections (scope, value, rejected_at) VALUES ($scope, $value, $at)
        ON CONFLICT (scope, value) DO UPDATE SET rejected_at = max(rejected_at, excluded.rejected_at)
        """,
        ("$scope", value.Scope),
        ("$value", value.Value),
        ("$at", SqliteRecord.Write(at))).ExecuteNonQuery();

    private int Remove(RejectedValue value) => Command(
        "DELETE FROM rejections WHERE scope = $scope AND value = $value", ("$scope", value.Scope), ("$value", value.Value)).ExecuteNonQuery();
}
