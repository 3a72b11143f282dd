using System.Runtime.CompilerServices;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <content>Reading the log.</content>
public sealed partial class PostgresHistoryStore
{
    private const string EntryColumns = """
        h.sequence, h.id, h.event, h.reason, h.changed_by, h.changed_by_role, h.old_hash, h.new_hash, h.record,
        (SELECT b.record FROM %.history b WHERE b.owner = h.owner AND b.memory_id = h.memory_id AND b.sequence < h.sequence ORDER BY b.sequence DESC LIMIT 1),
        (SELECT b.event FROM %.history b WHERE b.owner = h.owner AND b.memory_id = h.memory_id AND b.sequence < h.sequence ORDER BY b.sequence DESC LIMIT 1)
        """;

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAsync(IReadOnlyList<string> memoryIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memoryIds);
        return ReadAsync(memoryIds, scope: null, cancellationToken);
    }

    private IAsyncEnumerable<HistoryEntry> ReadAsync(IReadOnlyList<string> memoryIds, MemoryScope? scope, CancellationToken cancellationToken)
    {
        string[] ids = [.. memoryIds.Distinct(StringComparer.Ordinal)];
        return PagesAsync(
            0,
            (batch, after) => batch.As(scope).Add($"""
                    SELECT {EntryColumns} FROM %.memory_ids i JOIN %.history h ON h.owner = i.owner AND h.memory_id = i.memory_id
                    WHERE i.memory_id = ANY($1) AND h.sequence > $2 ORDER BY h.sequence LIMIT $3
                    """)
                .With(ids).With(after).With((long)Page),
            ReadEntry,
            entry => entry.Sequence,
            shows: true,
            cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryEntry> ReadAfterAsync(long afterSequence, CancellationToken cancellationToken = default) => PagesAsync(
        afterSequence,
        (batch, after) => batch.Add($"SELECT {EntryColumns} FROM %.history h WHERE h.sequence > $1 ORDER BY h.sequence LIMIT $2").With(after).With((long)Page),
        ReadEntry,
        entry => entry.Sequence,
        shows: true,
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<HistoryChange> ReadChangesAsync(long afterSequence, CancellationToken cancellationToken = default) => PagesAsync(
        afterSequence,
        (batch, after) => batch.Add($"""
                SELECT {HeadColumns.Sql}, e.vector, l.hash IS NOT NULL FROM %.memories m
                    LEFT JOIN %.embeddings e ON e.hash = m.text_hash AND NOT m.is_deleted
                    LEFT JOIN %.late_embeddings l ON l.hash = m.text_hash AND l.sequence IS NULL
                WHERE m.sequence > $1 ORDER BY m.sequence LIMIT $2
                """)
            .With(after).With((long)Page),
        row =>
        {
            MemoryHead head = HeadColumns.Read(row).Head;
            if (!head.IsDeleted && row.IsDBNull(HeadColumns.Count) && !row.GetBoolean(HeadColumns.Count + 1))
            {
                throw new MemoryStoreException("A memory's embedding is missing: the tables are not as they were written.");
            }

            return new HistoryChange(head, row.IsDBNull(HeadColumns.Count) ? default : row.GetFieldValue<float[]>(HeadColumns.Count));
        },
        change => change.Head.Sequence,
        shows: true,
        cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<HistoryEntry>> ReadScopeAsync(
        MemoryScope? scope, long throughSequence, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long before = throughSequence == long.MaxValue ? long.MaxValue : throughSequence + 1; ;)
        {
            long next = before;
            List<(long Number, string Id)> memories = await ReadAsync(
                batch => batch.As(scope).Add($"""
                        SELECT m.number, m.memory_id FROM %.memories m WHERE m.number < $1 AND {ScopeOwner.Condition(scope, "m", 3)}
                        ORDER BY m.number DESC LIMIT $2
                        """)
                    .With(next).With((long)Page).With(ScopeOwner.Values(scope)),
                row => (row.GetInt64(0), row.GetString(1)),
                cancellationToken).ConfigureAwait(false);
            Dictionary<string, List<HistoryEntry>> entries = memories.ToDictionary(memory => memory.Id, _ => new List<HistoryEntry>(), StringComparer.Ordinal);
            await foreach (HistoryEntry entry in ReadAsync([.. entries.Keys], scope, cancellationToken).ConfigureAwait(false))
            {
                if (entry.Sequence > throughSequence)
                {
                    break;
                }

                entries[entry.MemoryId].Add(entry);
            }

            foreach ((_, string id) in memories)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Erased since the page was read: nothing is left of it.
                if (entries[id].Count > 0)
                {
                    yield return entries[id];
                }
            }

            if (memories.Count < Page)
            {
                yield break;
            }

            before = memories[^1].Number;
        }
    }

    private static HistoryEntry ReadEntry(NpgsqlDataReader row)
    {
        MemoryItem item = PostgresRecord.Read(row.GetFieldValue<byte[]>(8));
        MemoryItem? before = row.IsDBNull(9) ? null : PostgresRecord.Read(row.GetFieldValue<byte[]>(9));
        MemoryEvent change = (MemoryEvent)row.GetInt16(2);
        return new HistoryEntry
        {
            Sequence = row.GetInt64(0),
            Id = row.GetString(1),
            MemoryId = item.Id,
            Event = change,
            Reason = PostgresText.Read(CallColumns.Text(row, 3)),
            ChangedBy = PostgresText.Read(CallColumns.Text(row, 4)),
            ChangedByRole = PostgresText.Read(CallColumns.Text(row, 5)),
            OldHash = CallColumns.Text(row, 6),
            NewHash = row.GetString(7),
            Before = before,
            Item = item,
            OldText = before is null || (MemoryEvent)row.GetInt16(10) == MemoryEvent.Delete ? null : before.Text,
            NewText = change == MemoryEvent.Delete ? null : item.Text,
        };
    }

    /// <summary>Streams what has a sequence, page by page: no connection is held while the caller works.</summary>
    private async IAsyncEnumerable<T> PagesAsync<T>(
        long afterSequence,
        Action<PostgresBatch, long> statement,
        Func<NpgsqlDataReader, T> read,
        Func<T, long> sequenceOf,
        bool shows,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long after = afterSequence; ;)
        {
            long last = after;
            List<T> page = await ReadAsync(batch => statement(batch, last), read, cancellationToken, shows).ConfigureAwait(false);
            foreach (T row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = sequenceOf(page[^1]);
        }
    }
}
