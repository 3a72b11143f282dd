using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Applies changes of a log that is kept elsewhere, in one transaction with the position that they reach. May be run again.</summary>
internal sealed class PostgresProjection(PostgresDatabase database, IReadOnlyList<VectorChange> changes, HistoryPosition position)
{
    public async Task<bool> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        Dictionary<string, Stored> stored = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            ProjectedRows rows = new();
            HashSet<string> written = new(StringComparer.Ordinal);
            foreach (VectorChange change in changes)
            {
                if (!written.Add(change.Id))
                {
                    // What comes twice is written twice, in its order.
                    rows.AddTo(batch);
                    (rows, written) = (new ProjectedRows(), new HashSet<string>([change.Id], StringComparer.Ordinal));
                }

                stored[change.Id] = Add(rows, change, stored[change.Id]);
            }

            rows.AddTo(batch);

            // What comes late does not take it back.
            batch.Add("UPDATE %.projection SET sequence = CASE WHEN epoch = $1 THEN greatest(sequence, $2) ELSE $2 END, epoch = $1")
                .With(position.Epoch).With(position.Sequence)
                .Add("COMMIT");
            await batch.RunAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private async Task<Dictionary<string, Stored>> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        string[] ids = [.. changes.Select(change => change.Id).Distinct(StringComparer.Ordinal)];
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add("BEGIN").Add("SELECT 1 FROM %.projection FOR UPDATE");
            batch.Add("""
                    SELECT k.id, coalesce(i.number, nextval('%.numbers')), d.version, v.number IS NOT NULL, m.record
                    FROM unnest($1) AS k (id) LEFT JOIN %.memory_ids i ON i.memory_id = k.id LEFT JOIN %.deleted_versions d ON d.memory_id = k.id
                        LEFT JOIN %.memories m ON m.owner = i.owner AND m.number = i.number LEFT JOIN %.vectors v ON v.owner = i.owner AND v.number = i.number
                    """)
                .With(ids);
            NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                Dictionary<string, Stored> stored = new(StringComparer.Ordinal);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    MemoryItem? item = reader.IsDBNull(4) ? null : PostgresRecord.Read(reader.GetFieldValue<byte[]>(4));
                    int deleted = reader.IsDBNull(2) ? 0 : reader.GetInt32(2);
                    stored.Add(reader.GetString(0), new Stored(reader.GetInt64(1), Math.Max(deleted, item?.Version ?? 0), reader.GetBoolean(3), item));
                }

                return stored;
            }
        }
    }

    private Stored Add(ProjectedRows rows, VectorChange change, Stored before)
    {
        ReadOnlyMemory<float> vector = change is VectorChange.Upsert upsert ? upsert.Vector : default;
        bool bringsVector = change.Version == before.Version && before is { Item: not null, HasVector: false } && !vector.IsEmpty;
        if (change.Version <= before.Version && !bringsVector)
        {
            return before;
        }

        if (change is VectorChange.Delete)
        {
            rows.Remove(before.Item, before.Number);
            rows.AddDeleted(change.Id, change.Version);
            return before with { Version = change.Version, HasVector = false, Item = null };
        }

        MemoryItem item = change is VectorChange.Describe describe ? describe.Item : ((VectorChange.Upsert)change).Item;
        bool keeps = change is VectorChange.Describe && before is { HasVector: true, Item: { } old }
            && string.Equals(old.Text, item.Text, StringComparison.Ordinal);
        MemoryItem? known = before.Item is not null && ScopeOwner.Of(before.Item.Scope) == ScopeOwner.Of(item.Scope) ? before.Item : null;
        if (known is null)
        {
            // It lies elsewhere, if it is there.
            rows.Remove(before.Item, before.Number);
            rows.AddPresent(item.Id);
        }

        rows.Add(new MemoryHead(item, position.Sequence, before.Number, IsDeleted: false), known, vector, keeps);
        return before with { Version = item.Version, HasVector = keeps || !vector.IsEmpty, Item = item };
    }

    private sealed record Stored(long Number, int Version, bool HasVector, MemoryItem? Item);
}
