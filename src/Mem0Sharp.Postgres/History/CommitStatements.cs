namespace Mem0Sharp;

/// <summary>The statements that write what a transaction decided.</summary>
internal static class CommitStatements
{
    public const string InsertRow = """
        INSERT INTO %.history (owner, sequence, id, memory_id, event, recorded_at, reason, changed_by, changed_by_role, record, text_hash, old_hash, new_hash)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string UpsertMemory = """
        INSERT INTO %.memories (owner, number, memory_id, sequence, text_sequence, is_deleted, record, new_hash, text_hash, user_id, app_id, agents, runs,
            actor_id, trust, expires_at, review_of, terms, term_count)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18::tsvector, $19)
        ON CONFLICT (owner, number) DO UPDATE SET
            sequence = excluded.sequence, text_sequence = excluded.text_sequence, is_deleted = excluded.is_deleted, record = excluded.record,
            new_hash = excluded.new_hash, text_hash = excluded.text_hash, agents = excluded.agents, runs = excluded.runs, actor_id = excluded.actor_id,
            trust = excluded.trust, expires_at = excluded.expires_at, review_of = excluded.review_of, terms = excluded.terms, term_count = excluded.term_count
        """;

    // By the text, as it is stored: a restored text has its vector without being sent again.
    private const string UpsertVector = """
        INSERT INTO %.vectors (owner, number, user_id, app_id, agents, runs, embedding)
        SELECT $1, $2, $3, $4, $5, $6, e.vector::vector FROM %.embeddings e WHERE e.hash = $7
        ON CONFLICT (owner, number) DO UPDATE SET agents = excluded.agents, runs = excluded.runs, embedding = excluded.embedding
        """;

    public static void AddTo(PostgresBatch batch, PostgresTables tables)
    {
        foreach (PendingRow row in tables.Rows)
        {
            AddRow(batch, row);
        }

        foreach ((StoredHead? before, StoredHead after) in tables.Changed)
        {
            AddMemory(batch, before, after);
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

    private static void AddRow(PostgresBatch batch, PendingRow row)
    {
        HistoryEntry entry = row.Entry;
        byte[] textHash = HistoryRecord.TextHash(entry.Item.Text);
        batch.Add(InsertRow)
            .With(ScopeOwner.Of(entry.Item.Scope)).With(entry.Sequence).With(entry.Id).With(entry.MemoryId).With((short)entry.Event)
            .With(PostgresRecord.Ticks(entry.RecordedAt)).With(PostgresText.Write(entry.Reason)).With(PostgresText.Write(entry.ChangedBy))
            .With(PostgresText.Write(entry.ChangedByRole)).With(PostgresRecord.Text(row.Record)).With(textHash).With(entry.OldHash).With(entry.NewHash);
        foreach (MemoryLink link in entry.Item.Links)
        {
            batch.Add("INSERT INTO %.links (target_id, memory_id) VALUES ($1, $2) ON CONFLICT DO NOTHING").With(link.TargetId).With(entry.MemoryId);
        }

        if (row.Embedding is { Vector.IsEmpty: true })
        {
            batch.Add("INSERT INTO %.late_embeddings (hash) SELECT $1 WHERE NOT EXISTS (SELECT FROM %.embeddings WHERE hash = $1) ON CONFLICT DO NOTHING")
                .With(textHash);
        }
        else if (row.Embedding is { } embedding)
        {
            batch.Add("INSERT INTO %.embeddings (hash, vector) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING").With(textHash).With(embedding.Vector.ToArray());
        }
    }

    private static void AddMemory(PostgresBatch batch, StoredHead? before, StoredHead after)
    {
        MemoryHead head = after.Head;
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        byte[] textHash = HistoryRecord.TextHash(item.Text);
        string[] agents = ScopeOwner.AgentsOf(item), runs = ScopeOwner.RunsOf(item);
        MemoryKeywords keywords = MemoryKeywords.Of(item.Text);
        if (before is null)
        {
            batch.Add("INSERT INTO %.memory_ids (memory_id, owner, number) VALUES ($1, $2, $3)").With(item.Id).With(owner).With(head.FirstSequence);
        }

        batch.Add(UpsertMemory)
            .With(owner).With(head.FirstSequence).With(item.Id).With(head.Sequence).With(head.TextSequence).With(head.IsDeleted)
            .With(PostgresRecord.Text(HistoryRecord.Write(item))).With(after.Hash).With(textHash).With(item.Scope.UserId).With(item.Scope.AppId).With(agents).With(runs)
            .With(PostgresText.Write(item.ActorId)).With((short)item.Trust).With(item.ExpiresAt?.UtcTicks).With(item.ReviewOf)
            .With(TermVector.Write(keywords)).With(keywords.Length);
        IEnumerable<(ScopeKind, string)> known = before is null ? [] : ScopeOwner.DirectoryOf(before.Head.Item);
        foreach ((ScopeKind kind, string value) in ScopeOwner.DirectoryOf(item).Except(known))
        {
            batch.Add("INSERT INTO %.owners (kind, value, owner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING").With((short)kind).With(value).With(owner);
        }

        bool hasText = before is { Head.IsDeleted: false } && string.Equals(before.Head.Item.Text, item.Text, StringComparison.Ordinal);
        if (head.IsDeleted || (before is not null && !hasText))
        {
            batch.Add("DELETE FROM %.vectors WHERE owner = $1 AND number = $2").With(owner).With(head.FirstSequence);
        }

        if (!head.IsDeleted && !hasText)
        {
            batch.Add(UpsertVector).With(owner).With(head.FirstSequence).With(item.Scope.UserId).With(item.Scope.AppId).With(agents).With(runs).With(textHash);
        }
        else if (!head.IsDeleted && (agents.Length > ScopeOwner.AgentsOf(before!.Head.Item).Length || runs.Length > ScopeOwner.RunsOf(before.Head.Item).Length))
        {
            batch.Add("UPDATE %.vectors SET agents = $3, runs = $4 WHERE owner = $1 AND number = $2").With(owner).With(head.FirstSequence).With(agents).With(runs);
        }
    }

    private static void AddCall(PostgresBatch batch, HistoryCall call, HistoryCallOutcome outcome)
    {
        batch.Add("DELETE FROM %.calls WHERE called_at < $1").With(PostgresRecord.Ticks(call.ForgetBefore));
        batch.Add("""
                INSERT INTO %.calls (key, request, outcome, holds_facts, memory_ids, called_at, user_id, agent_id, run_id, app_id)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """)
            .With(call.Key).With(call.Request).With(outcome.Description).With(outcome.HoldsFacts).With([.. outcome.MemoryIds])
            .With(PostgresRecord.Ticks(call.CalledAt)).With(call.Scope?.UserId).With(call.Scope?.AgentId).With(call.Scope?.RunId).With(call.Scope?.AppId);
    }
}
