using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>One erase: everything that speaks of some memories goes, in one transaction. Used once.</summary>
internal sealed class PostgresErasure(PostgresSession session, HistoryErasureRequest request)
{
    public async Task<HistoryErasure> RunAsync()
    {
        HistoryPosition before = session.State.Position;
        List<MemoryHead> heads = await HeadsAsync().ConfigureAwait(false);
        IReadOnlyList<ErasedMemory> noted = request.Noted(heads, (await KnownAsync().ConfigureAwait(false)).Contains);
        string[] ids = [.. noted.Select(memory => memory.MemoryId)];
        await UnnameAsync().ConfigureAwait(false);
        await EraseQueuedAsync(ids).ConfigureAwait(false);
        if (request.Scope is { } scope)
        {
            await ForgetScopeAsync(scope, heads).ConfigureAwait(false);
        }

        if (noted.Count == 0)
        {
            return new HistoryErasure([], before, before);
        }

        // A sequence of its own, in no row of the history: whoever follows the log sees that something happened.
        long sequence = ++session.Sequence;
        await RemoveAsync(heads, ids, noted, sequence).ConfigureAwait(false);
        await UnlinkAsync(ids, request.Told(noted)).ConfigureAwait(false);
        return new HistoryErasure(noted, before, before with { Sequence = session.Sequence });
    }

    private async Task<List<MemoryHead>> HeadsAsync()
    {
        List<MemoryHead> heads = [];
        string[] copied = [.. request.Copied.Select(memory => memory.MemoryId)];
        if (request.MemoryIds.Count + copied.Length > 0)
        {
            Dictionary<string, MemoryHead> known = (await session.ReadAsync(
                batch => batch.Add(HeadColumns.ByIds)
                    .With([.. request.MemoryIds, .. copied]),
                row => HeadColumns.Read(row).Head).ConfigureAwait(false)).ToDictionary(head => head.Item.Id, StringComparer.Ordinal);
            heads.AddRange(copied.Select(known.GetValueOrDefault).OfType<MemoryHead>());
            heads.AddRange(request.MemoryIds.Select(known.GetValueOrDefault).OfType<MemoryHead>().Where(head => request.Within?.Contains(head.Item) != false));
        }

        if (request.Scope is { } scope)
        {
            heads.AddRange(await WhereAsync(scope, actor: null).ConfigureAwait(false));
        }

        if (request.ActorId is { } actor)
        {
            heads.AddRange(await WhereAsync(request.Within, actor).ConfigureAwait(false));
        }

        return [.. heads.DistinctBy(head => head.Item.Id, StringComparer.Ordinal)];
    }

    /// <summary>Gets what is noted already of what was erased elsewhere.</summary>
    private async Task<HashSet<string>> KnownAsync() => request.Copied.Count == 0
        ? []
        : (await session.ReadAsync(
            batch => batch.Add("SELECT memory_id FROM %.erasures WHERE memory_id = ANY($1)").With([.. request.Copied.Select(memory => memory.MemoryId)]),
            row => row.GetString(0)).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);

    private Task<List<MemoryHead>> WhereAsync(MemoryScope? scope, string? actor) => session.ReadAsync(
        batch => batch.Add($"SELECT {HeadColumns.Sql} FROM %.memories m WHERE ($1::text IS NULL OR m.actor_id = $1) AND {ScopeOwner.Condition(scope, "m", 2)}")
            .With(PostgresText.Write(actor)).With(ScopeOwner.Values(scope)),
        row => HeadColumns.Read(row).Head);

    /// <summary>Takes an actor's name off the changes of memories that stay.</summary>
    private Task<int> UnnameAsync() => session.RunAsync(batch =>
    {
        if (request.ActorId is { } actor)
        {
            batch.Add($"""
                    UPDATE %.history h SET changed_by = NULL, changed_by_role = NULL WHERE h.changed_by = $1
                        AND h.memory_id IN (SELECT m.memory_id FROM %.memories m WHERE {ScopeOwner.Condition(request.Within, "m", 2)})
                    """)
                .With(PostgresText.Write(actor)).With(ScopeOwner.Values(request.Within));
        }

        if (request.Unnamed.Count > 0)
        {
            batch.Add("UPDATE %.history SET changed_by = NULL, changed_by_role = NULL WHERE sequence = ANY($1)").With([.. request.Unnamed]);
        }
    });

    private async Task EraseQueuedAsync(string[] ids)
    {
        List<(long Number, QueuedCall Call)> calls = await session.ReadAsync(
            batch => batch.Add(QueueRow.Select + " ORDER BY number"), QueueRow.Read).ConfigureAwait(false);
        await session.RunAsync(batch =>
        {
            foreach ((_, QueuedCall call) in calls)
            {
                QueuedCall? rest = call.Without(request, ids);
                if (rest is null)
                {
                    batch.Add("DELETE FROM %.queue WHERE id = $1").With(call.Id);
                }
                else if (!ReferenceEquals(rest, call))
                {
                    batch.Add("UPDATE %.queue SET content = $2 WHERE id = $1").With(call.Id).With(PostgresText.Write(rest.Content));
                }
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Takes out what calls of the scope returned, and whose they were (that they happened remains), and what is rejected in it.</summary>
    private Task<int> ForgetScopeAsync(MemoryScope scope, List<MemoryHead> heads) => session.RunAsync(batch => batch
        .Add("""
            UPDATE %.calls SET outcome = NULL, memory_ids = '{}', user_id = NULL, agent_id = NULL, run_id = NULL, app_id = NULL
            WHERE ($1::text IS NULL OR user_id = $1) AND ($2::text IS NULL OR agent_id = $2) AND ($3::text IS NULL OR run_id = $3)
                AND ($4::text IS NULL OR app_id = $4)
            """)
        .With(scope.UserId).With(scope.AgentId).With(scope.RunId).With(scope.AppId)
        .Add("DELETE FROM %.rejections WHERE scope = ANY($1)")
        .With([.. RejectedValue.ScopesWithin(scope, heads.Select(head => head.Item.Scope))]));

    private async Task RemoveAsync(List<MemoryHead> heads, string[] ids, IReadOnlyList<ErasedMemory> erased, long sequence)
    {
        byte[][] hashes = [.. await session.ReadAsync(
            batch => batch.Add("SELECT DISTINCT text_hash FROM %.history WHERE memory_id = ANY($1)").With(ids),
            row => row.GetFieldValue<byte[]>(0)).ConfigureAwait(false)];
        string chain = (await session.ReadAsync(batch => batch.Add("SELECT erasures_hash FROM %.state"), row => row.GetString(0)).ConfigureAwait(false))[0];
        long[] owners = [.. heads.Select(head => ScopeOwner.Of(head.Item.Scope))];
        long[] numbers = [.. heads.Select(head => head.FirstSequence)];
        await session.RunAsync(batch =>
        {
            foreach (string table in (string[])["memories", "vectors"])
            {
                batch.Add($"DELETE FROM %.{table} t USING unnest($1, $2) AS k (owner, number) WHERE t.owner = k.owner AND t.number = k.number")
                    .With(owners).With(numbers);
            }

            foreach (string table in (string[])["history", "memory_ids", "links"])
            {
                batch.Add($"DELETE FROM %.{table} WHERE memory_id = ANY($1)").With(ids);
            }

            batch.Add("UPDATE %.calls SET outcome = NULL, memory_ids = '{}' WHERE memory_ids && $1").With(ids);
            foreach (MemoryScope scope in heads.Select(head => head.Item.Scope).Distinct())
            {
                batch.Add("""
                        UPDATE %.calls SET outcome = NULL, memory_ids = '{}'
                        WHERE holds_facts AND (user_id = $1 OR agent_id = $2 OR run_id = $3 OR app_id = $4)
                        """)
                    .With(scope.UserId).With(scope.AgentId).With(scope.RunId).With(scope.AppId);
            }

            PostgresRows gone = new(NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Bigint);
            foreach (ErasedMemory memory in erased)
            {
                chain = ErasureChain.Next(chain, memory);
                gone.Add(sequence, memory.MemoryId, memory.Version, PostgresRecord.Ticks(memory.ErasedAt));
            }

            // In their order, which the chain of hashes is of.
            gone.AddTo(batch, """
                INSERT INTO %.erasures (sequence, memory_id, version, erased_at)
                SELECT k.sequence, k.memory_id, k.version, k.erased_at FROM %rows AS k (sequence, memory_id, version, erased_at)
                """);
            batch.Add("UPDATE %.state SET erasures_hash = $1").With(chain);

            // The same text may be another memory's, or an older version's.
            foreach (string table in (string[])["embeddings", "late_embeddings", "next_embeddings"])
            {
                batch.Add($"DELETE FROM %.{table} e WHERE e.hash = ANY($1) AND NOT EXISTS (SELECT FROM %.history h WHERE h.text_hash = e.hash)").With(hashes);
            }

            foreach ((ScopeKind kind, string value) in heads.SelectMany(head => ScopeOwner.DirectoryOf(head.Item)).Distinct())
            {
                OwnerRows.AddRemoval(batch, kind, value);
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Takes links to erased memories out of every version of the others, and gives those that last had one to what is told a further version.</summary>
    private async Task UnlinkAsync(string[] ids, IReadOnlySet<string> told)
    {
        HashSet<string> erased = ids.ToHashSet(StringComparer.Ordinal);
        string[] linking = [.. await session.ReadAsync(
            batch => batch.Add("SELECT DISTINCT memory_id FROM %.links WHERE target_id = ANY($1)").With(ids), row => row.GetString(0)).ConfigureAwait(false)];
        if (linking.Length == 0)
        {
            return;
        }

        await session.RunAsync(batch => batch.Add("DELETE FROM %.links WHERE target_id = ANY($1)").With(ids)).ConfigureAwait(false);
        foreach (string id in linking)
        {
            StoredHead head = (await session.ReadAsync(
                batch => batch.Add(HeadColumns.ByIds).With([id]),
                HeadColumns.Read).ConfigureAwait(false))[0];
            StoredHead rewritten = await RewriteAsync(head, erased).ConfigureAwait(false);
            PostgresTables tables = new(session.Sequence);
            tables.Know(id, rewritten);
            if (!head.Head.IsDeleted && ErasedLinks.Has(head.Head.Item, told))
            {
                tables.Append(rewritten.Head, ErasedLinks.Append(rewritten.Head.Item, request.ErasedAt));
                await session.RunAsync(batch => CommitStatements.AddTo(batch, tables)).ConfigureAwait(false);
                session.Sequence = tables.Sequence;
            }
        }
    }

    /// <summary>Writes a memory's versions anew, with the chain of hashes that they have then.</summary>
    private async Task<StoredHead> RewriteAsync(StoredHead head, HashSet<string> erased)
    {
        string id = head.Head.Item.Id;
        List<(long Sequence, MemoryItem Item)> versions = await session.ReadAsync(
            batch => batch.Add("SELECT sequence, record FROM %.history WHERE memory_id = $1 ORDER BY sequence").With(id),
            row => (row.GetInt64(0), PostgresRecord.Read(row.GetFieldValue<byte[]>(1)))).ConfigureAwait(false);
        string? before = null;
        MemoryItem last = head.Head.Item;
        await session.RunAsync(batch =>
        {
            foreach ((long sequence, MemoryItem item) in versions)
            {
                last = ErasedLinks.Without(item, erased);
                byte[] record = HistoryRecord.Write(last);
                string after = HistoryRecord.Hash(record);
                batch.Add("UPDATE %.history SET record = $3, old_hash = $4, new_hash = $5 WHERE memory_id = $1 AND sequence = $2")
                    .With(id).With(sequence).With(PostgresRecord.Text(record)).With(before).With(after);
                before = after;
            }

            batch.Add("UPDATE %.memories SET record = $3, new_hash = $4 WHERE owner = $1 AND number = $2")
                .With(ScopeOwner.Of(last.Scope)).With(head.Head.FirstSequence).With(PostgresRecord.Text(HistoryRecord.Write(last))).With(before);
        }).ConfigureAwait(false);
        return new StoredHead(head.Head with { Item = last }, before!);
    }
}
