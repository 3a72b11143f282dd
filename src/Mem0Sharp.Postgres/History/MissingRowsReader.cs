using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Reads what a transaction lacks, in one exchange with the server.</summary>
internal static class MissingRowsReader
{
    public static void AddTo(PostgresBatch batch, MissingRows missing)
    {
        if (missing.Heads.Count > 0)
        {
            batch.Add(HeadColumns.ByIds)
                .With([.. missing.Heads]);
        }

        if (missing.Erased.Count > 0)
        {
            batch.Add("SELECT memory_id FROM %.erasures WHERE memory_id = ANY($1)").With([.. missing.Erased]);
        }

        if (missing.Rejections.Count > 0)
        {
            batch.Add("SELECT r.scope, r.value, r.rejected_at FROM unnest($1, $2) AS k (scope, value) JOIN %.rejections r USING (scope, value)")
                .With([.. missing.Rejections.Select(value => value.Scope)])
                .With([.. missing.Rejections.Select(value => value.Value)]);
        }

        if (missing.Calls.Count > 0)
        {
            batch.Add("SELECT key, request, outcome, called_at, user_id, agent_id, run_id, app_id FROM %.calls WHERE key = ANY($1)").With([.. missing.Calls]);
        }

        if (missing.Queued.Count > 0)
        {
            batch.Add("SELECT id FROM %.queue WHERE id = ANY($1)").With([.. missing.Queued]);
        }

        foreach (KnownTextGuard guard in missing.Guards)
        {
            batch.Add($"SELECT {HeadColumns.Sql} FROM %.memories m WHERE m.sequence > $1 AND NOT m.is_deleted AND {ScopeOwner.Condition(guard.Scope, "m", 2)}")
                .With(guard.AfterSequence)
                .With(ScopeOwner.Values(guard.Scope));
        }
    }

    /// <summary>Takes what <see cref="AddTo"/> asked for: the reader stands at its first result, and after the last one at what follows.</summary>
    public static async Task ReadAsync(NpgsqlDataReader reader, MissingRows missing, PostgresTables tables, CancellationToken cancellationToken)
    {
        await EachAsync(missing.Heads, id => tables.Know(id, null), () =>
        {
            StoredHead head = HeadColumns.Read(reader);
            tables.Know(head.Head.Item.Id, head);
        }).ConfigureAwait(false);
        await EachAsync(missing.Erased, id => tables.KnowErased(id, false), () => tables.KnowErased(reader.GetString(0), true)).ConfigureAwait(false);
        await EachAsync(
            missing.Rejections,
            value => tables.Know(value, null),
            () => tables.Know(new RejectedValue(reader.GetString(0), reader.GetString(1)), PostgresRecord.Instant(reader.GetInt64(2)))).ConfigureAwait(false);
        await EachAsync(
            missing.Calls, key => tables.KnowCall(key, null), () => tables.KnowCall(reader.GetString(0), CallColumns.Read(reader, 1))).ConfigureAwait(false);
        await EachAsync(missing.Queued, id => tables.KnowQueued(id, false), () => tables.KnowQueued(reader.GetString(0), true)).ConfigureAwait(false);
        foreach (KnownTextGuard guard in missing.Guards)
        {
            List<MemoryHead> changed = [];
            await EachAsync([guard], _ => { }, () => changed.Add(HeadColumns.Read(reader).Head)).ConfigureAwait(false);
            tables.Know(guard, changed);
        }

        async Task EachAsync<T>(IReadOnlyCollection<T> asked, Action<T> without, Action row)
        {
            if (asked.Count == 0)
            {
                return;
            }

            foreach (T each in asked)
            {
                without(each);
            }

            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                row();
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
