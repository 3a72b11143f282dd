using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>The newest versions of memories and their vectors, as they go to the tables together: each memory once. Not thread-safe.</summary>
internal sealed class MemoryRows
{
    private const string InsertIds =
        "INSERT INTO %.memory_ids (memory_id, owner, number) SELECT k.memory_id, k.owner, k.number FROM %rows AS k (memory_id, owner, number)";

    private const string UpsertMemories = """
        INSERT INTO %.memories (owner, number, memory_id, version, sequence, text_sequence, is_deleted, record, new_hash, text_hash, user_id, app_id, agents,
            runs, actor_id, trust, expires_at, review_of, terms, term_count)
        SELECT k.owner, k.number, k.memory_id, k.version, k.sequence, k.text_sequence, k.is_deleted, k.record, k.new_hash, k.text_hash, k.user_id, k.app_id,
            k.agents::text[], k.runs::text[], k.actor_id, k.trust, k.expires_at, k.review_of, k.terms::tsvector, k.term_count
        FROM %rows AS k (owner, number, memory_id, version, sequence, text_sequence, is_deleted, record, new_hash, text_hash, user_id, app_id, agents,
            runs, actor_id, trust, expires_at, review_of, terms, term_count)
        ON CONFLICT (owner, number) DO UPDATE SET
            version = excluded.version, sequence = excluded.sequence, text_sequence = excluded.text_sequence, is_deleted = excluded.is_deleted,
            record = excluded.record, new_hash = excluded.new_hash, text_hash = excluded.text_hash, agents = excluded.agents,
            runs = excluded.runs, actor_id = excluded.actor_id, trust = excluded.trust, expires_at = excluded.expires_at, review_of = excluded.review_of,
            terms = excluded.terms, term_count = excluded.term_count
        """;

    private const string InsertOwners = """
        INSERT INTO %.owners (kind, value, owner) SELECT k.kind, k.value, k.owner FROM %rows AS k (kind, value, owner) ON CONFLICT DO NOTHING
        """;

    private const string DeleteVectors = "DELETE FROM %.vectors v USING %rows AS k (owner, number) WHERE v.owner = k.owner AND v.number = k.number";

    // By the text, as it is stored: a restored text has its vector without being sent again.
    private const string UpsertVectorsOfTexts = """
        INSERT INTO %.vectors (owner, number, user_id, app_id, agents, runs, embedding)
        SELECT k.owner, k.number, k.user_id, k.app_id, k.agents::text[], k.runs::text[], e.vector::%:vector
        FROM %rows AS k (owner, number, user_id, app_id, agents, runs, hash) JOIN %.embeddings e ON e.hash = k.hash
        ON CONFLICT (owner, number) DO UPDATE SET agents = excluded.agents, runs = excluded.runs, embedding = excluded.embedding
        """;

    private const string UpdateScopes = """
        UPDATE %.vectors v SET app_id = k.app_id, agents = k.agents::text[], runs = k.runs::text[]
        FROM %rows AS k (owner, number, app_id, agents, runs) WHERE v.owner = k.owner AND v.number = k.number
        """;

    private const string UpsertVectors = """
        INSERT INTO %.vectors (owner, number, user_id, app_id, agents, runs, embedding)
        SELECT k.owner, k.number, k.user_id, k.app_id, k.agents::text[], k.runs::text[], k.embedding::%:vector
        FROM %rows AS k (owner, number, user_id, app_id, agents, runs, embedding)
        ON CONFLICT (owner, number) DO UPDATE SET
            app_id = excluded.app_id, agents = excluded.agents, runs = excluded.runs, embedding = excluded.embedding
        """;

    private readonly PostgresRows _ids = new(NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint);

    private readonly PostgresRows _memories = new(
        NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Boolean,
        NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text,
        NpgsqlDbType.Text, NpgsqlDbType.Smallint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Integer);

    private readonly PostgresRows _owners = new(NpgsqlDbType.Smallint, NpgsqlDbType.Text, NpgsqlDbType.Bigint);
    private readonly PostgresRows _withoutVector = new(NpgsqlDbType.Bigint, NpgsqlDbType.Bigint);

    private readonly PostgresRows _ofTexts = new(
        NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Bytea);

    private readonly PostgresRows _scopes = new(NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text);

    private readonly PostgresRows _vectors = new(
        NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Text, PostgresRows.Vector);

    /// <summary>Adds what a transaction of the history leaves of a memory: its vector comes from the embedding of its text.</summary>
    public void Add(MemoryHead? before, PendingRow last)
    {
        MemoryHead head = last.Head;
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        Add(head, last.Record, last.Entry.NewHash, last.TextHash, before?.Item);
        bool hasText = before is { IsDeleted: false } && string.Equals(before.Item.Text, item.Text, StringComparison.Ordinal);

        // Where the new text has an embedding for certain, its vector takes the place of the old one.
        if (head.IsDeleted || (before is not null && !hasText && last.Embedding is not { Vector.IsEmpty: false }))
        {
            _withoutVector.Add(owner, head.FirstSequence);
        }

        if (!head.IsDeleted && !hasText)
        {
            _ofTexts.Add(owner, head.FirstSequence, item.Scope.UserId, item.Scope.AppId, AgentsOf(item), RunsOf(item), last.TextHash);
        }
        else if (!head.IsDeleted && IsFoundFromMore(item, before!.Item))
        {
            _scopes.Add(owner, head.FirstSequence, item.Scope.AppId, AgentsOf(item), RunsOf(item));
        }
    }

    /// <summary>Adds the vector of a memory, or that it has none.</summary>
    /// <param name="head">The memory.</param>
    /// <param name="vector">The vector; empty for none.</param>
    /// <param name="keeps">Whether it keeps the one that is stored.</param>
    public void AddVector(MemoryHead head, ReadOnlyMemory<float> vector, bool keeps)
    {
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        if (keeps)
        {
            _scopes.Add(owner, head.FirstSequence, item.Scope.AppId, AgentsOf(item), RunsOf(item));
        }
        else if (vector.IsEmpty)
        {
            _withoutVector.Add(owner, head.FirstSequence);
        }
        else
        {
            _vectors.Add(owner, head.FirstSequence, item.Scope.UserId, item.Scope.AppId, AgentsOf(item), RunsOf(item), vector);
        }
    }

    /// <summary>Adds the newest version of a memory, and where it is found.</summary>
    /// <param name="head">The version.</param>
    /// <param name="record">The memory, as the log keeps it.</param>
    /// <param name="hash">The record's hash.</param>
    /// <param name="textHash">The key of its text's embedding.</param>
    /// <param name="before">The memory as it is stored; null where it is not.</param>
    public void Add(MemoryHead head, byte[] record, string hash, byte[] textHash, MemoryItem? before)
    {
        MemoryItem item = head.Item;
        long owner = ScopeOwner.Of(item.Scope);
        MemoryKeywords keywords = MemoryKeywords.Of(item.Text);
        if (before is null)
        {
            _ids.Add(item.Id, owner, head.FirstSequence);
        }

        _memories.Add(
            owner, head.FirstSequence, item.Id, item.Version, head.Sequence, head.TextSequence, head.IsDeleted, PostgresRecord.Text(record), hash, textHash,
            item.Scope.UserId, item.Scope.AppId, AgentsOf(item), RunsOf(item), PostgresText.Write(item.ActorId), (short)item.Trust, item.ExpiresAt?.UtcTicks,
            item.ReviewOf, TermVector.Write(keywords), keywords.Length);
        IEnumerable<(ScopeKind, string)> known = before is null ? [] : ScopeOwner.DirectoryOf(before);
        foreach ((ScopeKind kind, string value) in ScopeOwner.DirectoryOf(item).Except(known))
        {
            _owners.Add((short)kind, value, owner);
        }
    }

    /// <summary>Adds the statements.</summary>
    public void AddTo(PostgresBatch batch)
    {
        _ids.AddTo(batch, InsertIds);
        _memories.AddTo(batch, UpsertMemories);
        _owners.AddTo(batch, InsertOwners);
        _withoutVector.AddTo(batch, DeleteVectors);
        _ofTexts.AddTo(batch, UpsertVectorsOfTexts);
        _scopes.AddTo(batch, UpdateScopes);
        _vectors.AddTo(batch, UpsertVectors);
    }

    private static bool IsFoundFromMore(MemoryItem item, MemoryItem before) =>
        ScopeOwner.AgentsOf(item).Length > ScopeOwner.AgentsOf(before).Length || ScopeOwner.RunsOf(item).Length > ScopeOwner.RunsOf(before).Length;

    private static string AgentsOf(MemoryItem item) => PostgresArray.Write(ScopeOwner.AgentsOf(item));

    private static string RunsOf(MemoryItem item) => PostgresArray.Write(ScopeOwner.RunsOf(item));
}
