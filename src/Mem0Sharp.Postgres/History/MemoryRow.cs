namespace Mem0Sharp.Postgres;

/// <summary>The statements that write the newest version of a memory, and its vector.</summary>
internal static class MemoryRow
{
    private const string UpsertMemory = """
        INSERT INTO %.memories (owner, number, memory_id, version, sequence, text_sequence, is_deleted, record, new_hash, text_hash, user_id, app_id, agents,
            runs, actor_id, trust, expires_at, review_of, terms, term_count)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19::tsvector, $20)
        ON CONFLICT (owner, number) DO UPDATE SET
            version = excluded.version, sequence = excluded.sequence, text_sequence = excluded.text_sequence, is_deleted = excluded.is_deleted,
            record = excluded.record, new_hash = excluded.new_hash, text_hash = excluded.text_hash, agents = excluded.agents,
            runs = excluded.runs, actor_id = excluded.actor_id, trust = excluded.trust, expires_at = excluded.expires_at, review_of = excluded.review_of,
            terms = excluded.terms, term_count = excluded.term_count
        """;

    // By the text, as it is stored: a restored text has its vector without being sent again.
    private const string UpsertVector = """
        INSERT INTO %.vectors (owner, number, user_id, app_id, agents, runs, embedding)
        SELECT $1, $2, $3, $4, $5, $6, e.vector::%:vector FROM %.embeddings e WHERE e.hash = $7
        ON CONFLICT (owner, number) DO UPDATE SET agents = excluded.agents, runs = excluded.runs, embedding = excluded.embedding
        """;

    /// <summary>Writes what a transaction of the history leaves of a memory: its vector comes from the embedding of its text.</summary>
    public static void AddCommitted(PostgresBatch batch, MemoryHead? before, PendingRow last)
    {
        MemoryHead head = last.Head;
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        string[] agents = ScopeOwner.AgentsOf(item), runs = ScopeOwner.RunsOf(item);
        Add(batch, head, last.Record, last.Entry.NewHash, last.TextHash, before?.Item);
        bool hasText = before is { IsDeleted: false } && string.Equals(before.Item.Text, item.Text, StringComparison.Ordinal);
        if (head.IsDeleted || (before is not null && !hasText))
        {
            batch.Add("DELETE FROM %.vectors WHERE owner = $1 AND number = $2").With(owner).With(head.FirstSequence);
        }

        if (!head.IsDeleted && !hasText)
        {
            batch.Add(UpsertVector).With(owner).With(head.FirstSequence).With(item.Scope.UserId).With(item.Scope.AppId).With(agents).With(runs)
                .With(last.TextHash);
        }
        else if (!head.IsDeleted && (agents.Length > ScopeOwner.AgentsOf(before!.Item).Length || runs.Length > ScopeOwner.RunsOf(before.Item).Length))
        {
            batch.Add("UPDATE %.vectors SET agents = $3, runs = $4 WHERE owner = $1 AND number = $2")
                .With(owner).With(head.FirstSequence).With(agents).With(runs);
        }
    }

    /// <summary>Writes the vector of a memory, or that it has none.</summary>
    /// <param name="batch">The statements.</param>
    /// <param name="head">The memory.</param>
    /// <param name="vector">The vector; empty for none.</param>
    /// <param name="keeps">Whether it keeps the one that is stored.</param>
    public static void AddVector(PostgresBatch batch, MemoryHead head, ReadOnlyMemory<float> vector, bool keeps)
    {
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        string[] agents = ScopeOwner.AgentsOf(item), runs = ScopeOwner.RunsOf(item);
        if (keeps)
        {
            batch.Add("UPDATE %.vectors SET app_id = $3, agents = $4, runs = $5 WHERE owner = $1 AND number = $2")
                .With(owner).With(head.FirstSequence).With(item.Scope.AppId).With(agents).With(runs);
        }
        else if (vector.IsEmpty)
        {
            batch.Add("DELETE FROM %.vectors WHERE owner = $1 AND number = $2").With(owner).With(head.FirstSequence);
        }
        else
        {
            batch.Add("""
                    INSERT INTO %.vectors (owner, number, user_id, app_id, agents, runs, embedding) VALUES ($1, $2, $3, $4, $5, $6, $7::%:vector)
                    ON CONFLICT (owner, number) DO UPDATE SET
                        app_id = excluded.app_id, agents = excluded.agents, runs = excluded.runs, embedding = excluded.embedding
                    """)
                .With(owner).With(head.FirstSequence).With(item.Scope.UserId).With(item.Scope.AppId).With(agents).With(runs).With(vector.ToArray());
        }
    }

    /// <summary>Writes the newest version of a memory, and where it is found.</summary>
    /// <param name="batch">The statements.</param>
    /// <param name="head">The version.</param>
    /// <param name="record">The memory, as the log keeps it.</param>
    /// <param name="hash">The record's hash.</param>
    /// <param name="textHash">The key of its text's embedding.</param>
    /// <param name="before">The memory as it is stored; null where it is not.</param>
    public static void Add(PostgresBatch batch, MemoryHead head, byte[] record, string hash, byte[] textHash, MemoryItem? before)
    {
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        string[] agents = ScopeOwner.AgentsOf(item), runs = ScopeOwner.RunsOf(item);
        MemoryKeywords keywords = MemoryKeywords.Of(item.Text);
        if (before is null)
        {
            batch.Add("INSERT INTO %.memory_ids (memory_id, owner, number) VALUES ($1, $2, $3)").With(item.Id).With(owner).With(head.FirstSequence);
        }

        batch.Add(UpsertMemory)
            .With(owner).With(head.FirstSequence).With(item.Id).With(item.Version).With(head.Sequence).With(head.TextSequence).With(head.IsDeleted)
            .With(PostgresRecord.Text(record)).With(hash).With(textHash)
            .With(item.Scope.UserId).With(item.Scope.AppId).With(agents).With(runs)
            .With(PostgresText.Write(item.ActorId)).With((short)item.Trust).With(item.ExpiresAt?.UtcTicks).With(item.ReviewOf)
            .With(TermVector.Write(keywords)).With(keywords.Length);
        IEnumerable<(ScopeKind, string)> known = before is null ? [] : ScopeOwner.DirectoryOf(before);
        foreach ((ScopeKind kind, string value) in ScopeOwner.DirectoryOf(item).Except(known))
        {
            batch.Add("INSERT INTO %.owners (kind, value, owner) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING").With((short)kind).With(value).With(owner);
        }
    }
}
