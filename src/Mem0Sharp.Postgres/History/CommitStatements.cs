using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>The statements that write what a transaction decided: one for each table, however many rows.</summary>
internal static class CommitStatements
{
    private const string InsertRows = """
        INSERT INTO %.history (owner, sequence, id, memory_id, event, recorded_at, reason, changed_by, changed_by_role, record, text_hash, old_hash, new_hash)
        SELECT k.* FROM %rows
            AS k (owner, sequence, id, memory_id, event, recorded_at, reason, changed_by, changed_by_role, record, text_hash, old_hash, new_hash)
        """;

    private const string InsertLinks = """
        INSERT INTO %.links (target_id, memory_id) SELECT k.target_id, k.memory_id FROM %rows AS k (target_id, memory_id) ON CONFLICT DO NOTHING
        """;

    // After the embeddings: what has come is not to come.
    private const string InsertLate = """
        INSERT INTO %.late_embeddings (hash) SELECT k.hash FROM %rows AS k (hash) WHERE NOT EXISTS (SELECT FROM %.embeddings e WHERE e.hash = k.hash)
        ON CONFLICT DO NOTHING
        """;

    private const string UpsertRejections = """
        INSERT INTO %.rejections (scope, value, rejected_at) SELECT k.scope, k.value, k.rejected_at FROM %rows AS k (scope, value, rejected_at)
        ON CONFLICT (scope, value) DO UPDATE SET rejected_at = greatest(rejections.rejected_at, excluded.rejected_at)
        """;

    private const string DeleteRejections =
        "DELETE FROM %.rejections r USING %rows AS k (scope, value) WHERE r.scope = k.scope AND r.value = k.value";

    public static void AddTo(PostgresBatch batch, PostgresTables tables)
    {
        AddRows(batch, tables.Rows);
        MemoryRows memories = new();
        foreach ((MemoryHead? before, PendingRow last) in tables.Changed)
        {
            memories.Add(before, last);
        }

        memories.AddTo(batch);
        AddRejections(batch, tables.Rejections.Where(each => each.Value is not null).Select(each => new Rejection(each.Key, each.Value!.Value)));
        PostgresRows lifted = new(NpgsqlDbType.Text, NpgsqlDbType.Text);
        foreach (RejectedValue value in tables.Rejections.Where(each => each.Value is null).Select(each => each.Key))
        {
            lifted.Add(value.Scope, value.Value);
        }

        lifted.AddTo(batch, DeleteRejections);
        foreach ((HistoryCall call, HistoryCallOutcome outcome) in tables.Recorded)
        {
            AddCall(batch, call, outcome);
        }

        if (tables.Dequeued.Count > 0)
        {
            batch.Add("DELETE FROM %.queue WHERE id = ANY($1)").With([.. tables.Dequeued]);
        }
    }

    /// <summary>Notes what is rejected. Of what is there, or given twice, the later instant stays.</summary>
    public static void AddRejections(PostgresBatch batch, IEnumerable<Rejection> rejections)
    {
        PostgresRows rows = new(NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bigint);
        foreach (IGrouping<RejectedValue, Rejection> same in rejections.GroupBy(rejection => rejection.Value))
        {
            rows.Add(same.Key.Scope, same.Key.Value, PostgresRecord.Ticks(same.Max(rejection => rejection.RejectedAt)));
        }

        rows.AddTo(batch, UpsertRejections);
    }

    private static void AddRows(PostgresBatch batch, List<PendingRow> pending)
    {
        PostgresRows rows = new(
            NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Smallint, NpgsqlDbType.Bigint, NpgsqlDbType.Text,
            NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Text, NpgsqlDbType.Text);
        PostgresRows links = new(NpgsqlDbType.Text, NpgsqlDbType.Text), late = new(NpgsqlDbType.Bytea);
        EmbeddingRows embeddings = new();
        foreach (PendingRow row in pending)
        {
            HistoryEntry entry = row.Entry;
            rows.Add(
                ScopeOwner.Of(entry.Item.Scope), entry.Sequence, entry.Id, entry.MemoryId, (short)entry.Event, PostgresRecord.Ticks(entry.RecordedAt),
                PostgresText.Write(entry.Reason), PostgresText.Write(entry.ChangedBy), PostgresText.Write(entry.ChangedByRole),
                PostgresRecord.Text(row.Record), row.TextHash, entry.OldHash, entry.NewHash);
            foreach (MemoryLink link in entry.Item.Links)
            {
                links.Add(link.TargetId, entry.MemoryId);
            }

            if (row.Embedding is { Vector.IsEmpty: true })
            {
                late.Add(row.TextHash);
            }
            else if (row.Embedding is { } embedding)
            {
                embeddings.Add(row.TextHash, embedding.Vector);
            }
        }

        rows.AddTo(batch, InsertRows);
        links.AddTo(batch, InsertLinks);
        embeddings.AddTo(batch);
        late.AddTo(batch, InsertLate);
    }

    /// <summary>Notes a call that has happened, in the place of one with the same key.</summary>
    public static void AddCall(PostgresBatch batch, KnownCall call)
    {
        MemoryScope? scope = call.Outcome is null ? null : call.Scope;
        batch.Add("""
                INSERT INTO %.calls (key, request, outcome, holds_facts, memory_ids, called_at, user_id, agent_id, run_id, app_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (key) DO UPDATE SET request = excluded.request, outcome = excluded.outcome, holds_facts = excluded.holds_facts,
                    memory_ids = excluded.memory_ids, called_at = excluded.called_at, user_id = excluded.user_id, agent_id = excluded.agent_id,
                    run_id = excluded.run_id, app_id = excluded.app_id
                """)
            .With(call.Key).With(call.Request).With(PostgresText.Write(call.Outcome?.Description)).With(call.Outcome?.HoldsFacts == true)
            .With([.. call.Outcome?.MemoryIds ?? []]).With(PostgresRecord.Ticks(call.CalledAt))
            .With(scope?.UserId).With(scope?.AgentId).With(scope?.RunId).With(scope?.AppId);
    }

    private static void AddCall(PostgresBatch batch, HistoryCall call, HistoryCallOutcome outcome)
    {
        batch.Add("DELETE FROM %.calls WHERE called_at < $1").With(PostgresRecord.Ticks(call.ForgetBefore));
        AddCall(batch, new KnownCall(call.Key, call.Request, call.CalledAt) { Outcome = outcome, Scope = call.Scope });
    }
}
