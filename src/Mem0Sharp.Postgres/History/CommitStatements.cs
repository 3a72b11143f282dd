namespace Mem0Sharp.Postgres;

/// <summary>The statements that write what a transaction decided.</summary>
internal static class CommitStatements
{
    public const string InsertRow = """
        INSERT INTO %.history (owner, sequence, id, memory_id, event, recorded_at, reason, changed_by, changed_by_role, record, text_hash, old_hash, new_hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    public static void AddTo(PostgresBatch batch, PostgresTables tables)
    {
        foreach (PendingRow row in tables.Rows)
        {
            AddRow(batch, row);
        }

        foreach ((MemoryHead? before, PendingRow last) in tables.Changed)
        {
            MemoryRow.AddCommitted(batch, before, last);
        }

        foreach ((RejectedValue value, DateTimeOffset? at) in tables.Rejections)
        {
            if (at is { } rejectedAt)
            {
                AddRejection(batch, new Rejection(value, rejectedAt));
            }
            else
            {
                batch.Add("DELETE FROM %.rejections WHERE scope = $1 AND value = $2").With(value.Scope).With(value.Value);
            }
        }

        foreach ((HistoryCall call, HistoryCallOutcome outcome) in tables.Recorded)
        {
            AddCall(batch, call, outcome);
        }

        foreach (string id in tables.Dequeued)
        {
            batch.Add("DELETE FROM %.queue WHERE id = $1").With(id);
        }
    }

    public static void AddRejection(PostgresBatch batch, Rejection rejection) => batch
        .Add("""
            INSERT INTO %.rejections (scope, value, rejected_at) VALUES ($1, $2, $3)
            ON CONFLICT (scope, value) DO UPDATE SET rejected_at = greatest(rejections.rejected_at, excluded.rejected_at)
            """)
        .With(rejection.Value.Scope).With(rejection.Value.Value).With(PostgresRecord.Ticks(rejection.RejectedAt));

    /// <summary>Keeps the vector of a text that has none yet.</summary>
    public static void AddEmbedding(PostgresBatch batch, byte[] textHash, float[] vector) =>
        batch.Add("INSERT INTO %.embeddings (hash, vector) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING").With(textHash).With(vector);

    private static void AddRow(PostgresBatch batch, PendingRow row)
    {
        HistoryEntry entry = row.Entry;
        batch.Add(InsertRow)
            .With(ScopeOwner.Of(entry.Item.Scope)).With(entry.Sequence).With(entry.Id).With(entry.MemoryId).With((short)entry.Event)
            .With(PostgresRecord.Ticks(entry.RecordedAt)).With(PostgresText.Write(entry.Reason)).With(PostgresText.Write(entry.ChangedBy))
            .With(PostgresText.Write(entry.ChangedByRole)).With(PostgresRecord.Text(row.Record)).With(row.TextHash).With(entry.OldHash).With(entry.NewHash);
        foreach (MemoryLink link in entry.Item.Links)
        {
            batch.Add("INSERT INTO %.links (target_id, memory_id) VALUES ($1, $2) ON CONFLICT DO NOTHING").With(link.TargetId).With(entry.MemoryId);
        }

        if (row.Embedding is { Vector.IsEmpty: true })
        {
            batch.Add("INSERT INTO %.late_embeddings (hash) SELECT $1 WHERE NOT EXISTS (SELECT FROM %.embeddings WHERE hash = $1) ON CONFLICT DO NOTHING")
                .With(row.TextHash);
        }
        else if (row.Embedding is { } embedding)
        {
            AddEmbedding(batch, row.TextHash, embedding.Vector.ToArray());
        }
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
