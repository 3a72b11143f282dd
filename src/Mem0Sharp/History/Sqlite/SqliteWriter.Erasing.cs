namespace Mem0Sharp;

/// <content>Erasing: rows, vectors, and then their bytes.</content>
internal sealed partial class SqliteWriter
{
    private static readonly string UnnamedChecksum = SqliteChecksum.Of("history", "", ("changed_by", "NULL"), ("changed_by_role", "NULL"));

    private static readonly string ForgetOutcome = $"""
        UPDATE calls SET outcome = NULL, checksum = {SqliteChecksum.Of("calls", "", ("outcome", "NULL"))}
        WHERE number IN (SELECT call FROM call_memories WHERE memory_id = $id)
            OR (holds_facts = 1 AND (user_id = $user OR agent_id = $agent OR run_id = $run OR app_id = $app))
        """;

    private static readonly string ForgetCallsOfScope = $"""
        UPDATE calls SET outcome = NULL, user_id = NULL, agent_id = NULL, run_id = NULL, app_id = NULL, checksum = {SqliteChecksum.Of(
            "calls", "", ("outcome", "NULL"), ("user_id", "NULL"), ("agent_id", "NULL"), ("run_id", "NULL"), ("app_id", "NULL"))}
        WHERE ($user IS NULL OR user_id = $user) AND ($agent IS NULL OR agent_id = $agent)
            AND ($run IS NULL OR run_id = $run) AND ($app IS NULL OR app_id = $app)
        """;

    private static readonly string InsertErasure = SqliteChecksum.Insert("erasures");

    public HistoryErasure Erase(HistoryErasureRequest request)
    {
        HistoryErasure erasure = InTransaction(() =>
        {
            HistoryPosition before = Position();
            List<MemoryHead> heads = Erased(request);
            int unnamed = (request.ActorId is { } actor ? Unname(actor, request.Within) : 0) + request.Unnamed.Sum(Unname);
            IReadOnlyList<ErasedMemory> noted = request.Noted(heads, IsErased);
            bool wasQueued = EraseQueued(request, [.. noted.Select(memory => memory.MemoryId)]);
            if (request.Scope is not null)
            {
                ForgetCalls(request.Scope);
                ForgetRejections(request.Scope, heads);
            }

            if (heads.Count + unnamed > 0 || wasQueued)
            {
                SetProperty(CompactionDue, "1");
            }

            if (noted.Count == 0)
            {
                return new HistoryErasure([], before, before);
            }

            // A sequence of its own, in no row of the history: whoever follows the log sees that something happened. SQLite counts from the
            // first row on; what is noted in a copy may come before it.
            Execute("INSERT INTO sqlite_sequence (name, seq) SELECT 'history', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'history')");
            Execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'history'");
            HistoryPosition after = Position();
            heads.ForEach(Erase);
            string chain = Property(ErasuresHash) ?? string.Empty;
            foreach (ErasedMemory memory in noted)
            {
                Row(InsertErasure, hasVector: false, after.Sequence, memory.MemoryId, (long)memory.Version, SqliteRecord.Write(memory.ErasedAt)).Run();
                chain = ErasureChain.Next(chain, memory);
            }

            SetProperty(ErasuresHash, chain);

            // The same text may be another memory's, or an older version's.
            Execute("DELETE FROM embeddings WHERE hash NOT IN (SELECT text_hash FROM history)");
            Execute("DELETE FROM late_embeddings WHERE hash NOT IN (SELECT text_hash FROM history)");
            Execute("DELETE FROM next_embeddings WHERE hash NOT IN (SELECT text_hash FROM history)");
            Unlink(noted.Select(memory => memory.MemoryId).ToHashSet(StringComparer.Ordinal), request.Told(noted), request.ErasedAt, after.Sequence);
            return new HistoryErasure(noted, before, Position());
        });
        CompactWhenDue("The memories were erased, but their bytes could not be taken out of the file yet: somebody reads it still.");
        return erasure;
    }

    private List<MemoryHead> Erased(HistoryErasureRequest request)
    {
        List<MemoryHead> heads =
        [
            .. request.Copied.Select(memory => Head(memory.MemoryId)).OfType<MemoryHead>(),
            .. request.MemoryIds.Distinct(StringComparer.Ordinal)
                .Select(Head)
                .OfType<MemoryHead>()
                .Where(head => request.Within?.Contains(head.Item) != false),
        ];
        if (request.Scope is not null)
        {
            heads.AddRange(Heads(request.Scope, string.Empty));
        }

        if (request.ActorId is { } actor)
        {
            heads.AddRange(Heads(request.Within, " WHERE h.actor_id = $actor", ("$actor", actor)));
        }

        return [.. heads.DistinctBy(head => head.Item.Id, StringComparer.Ordinal)];
    }

    private List<MemoryHead> Heads(MemoryScope? scope, string where, params ReadOnlySpan<(string, SqliteValue)> further)
    {
        List<(string, SqliteValue)> parameters = [];
        string sql = SqliteScope.SelectSql(HeadColumns, scope, parameters) + where;
        parameters.AddRange(further);
        using SqliteRows rows = Statement(sql, [.. parameters]).Rows();
        List<MemoryHead> heads = [];
        while (rows.Read())
        {
            heads.Add(ReadHead(rows));
        }

        return heads;
    }

    /// <summary>Takes an actor's name off the changes of memories that stay.</summary>
    /// <returns>How many rows no longer say it.</returns>
    private int Unname(string actor, MemoryScope? within)
    {
        List<(string, SqliteValue)> parameters = [];
        string memories = SqliteScope.SelectSql("m.memory_id", within, parameters);
        parameters.Add(("$actor", actor));
        return Statement(
            $"UPDATE history SET changed_by = NULL, changed_by_role = NULL, checksum = {UnnamedChecksum} WHERE changed_by = $actor AND memory_id IN ({memories})",
            [.. parameters]).Run();
    }

    /// <summary>Takes the name off a row.</summary>
    /// <returns>How many rows no longer say it.</returns>
    private int Unname(long sequence) => Statement(
        $"UPDATE history SET changed_by = NULL, changed_by_role = NULL, checksum = {UnnamedChecksum} WHERE sequence = $sequence",
        ("$sequence", sequence)).Run();

    private void Erase(MemoryHead head)
    {
        foreach ((long kind, string value) in SqliteScope.Of(head.Item))
        {
            Statement(
                "DELETE FROM memory_scopes WHERE kind = $kind AND value = $value AND number = $number",
                ("$kind", kind),
                ("$value", value),
                ("$number", head.FirstSequence)).Run();
        }

        Statement("DELETE FROM memories WHERE number = $number", ("$number", head.FirstSequence)).Run();
        Statement("DELETE FROM history WHERE memory_id = $id", ("$id", head.Item.Id)).Run();
        Statement(
            ForgetOutcome,
            ("$id", head.Item.Id),
            ("$user", head.Item.Scope.UserId),
            ("$agent", head.Item.Scope.AgentId),
            ("$run", head.Item.Scope.RunId),
            ("$app", head.Item.Scope.AppId)).Run();
        Statement("DELETE FROM call_memories WHERE memory_id = $id", ("$id", head.Item.Id)).Run();
    }

    /// <summary>Takes out what calls of the scope returned, and whose they were; that they happened remains.</summary>
    private void ForgetCalls(MemoryScope scope) => Statement(
        ForgetCallsOfScope,
        ("$user", scope.UserId),
        ("$agent", scope.AgentId),
        ("$run", scope.RunId),
        ("$app", scope.AppId)).Run();

    private void ForgetRejections(MemoryScope scope, IEnumerable<MemoryHead> heads)
    {
        foreach (string rejecting in RejectedValue.ScopesWithin(scope, heads.Select(head => head.Item.Scope)))
        {
            Statement("DELETE FROM rejections WHERE scope = $scope", ("$scope", rejecting)).Run();
        }
    }
}
