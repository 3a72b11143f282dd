using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Mem0Sharp;

/// <summary>A connection that reads. Taken from the store's pool by one caller at a time.</summary>
internal sealed class SqliteReader(SqliteHistoryOptions options) : SqliteSession(options, SqliteOpenMode.ReadWrite, "PRAGMA query_only = 1")
{
    private const string LiveSql = " WHERE m.is_deleted = 0 AND ($now IS NULL OR m.expires_at IS NULL OR m.expires_at > $now)";

    private const string EntrySql =
        "SELECT sequence, id, memory_id, event, old_memory, new_memory, reason, record, changed_by, changed_by_role, old_hash, new_hash "
        + "FROM history ";

    public const string HeadColumns = "m.number, m.sequence, m.is_deleted, h.record, m.text_sequence";

    public const string HeadSql =
        "SELECT " + HeadColumns + " FROM memories m JOIN history h ON h.sequence = m.sequence WHERE m.memory_id = $id";

    public const string RejectedSql = "SELECT rejected_at FROM rejections WHERE scope = $scope AND value = $value";

    public const string CallSql = "SELECT request, outcome, called_at FROM calls WHERE key = $key";

    private const string DimensionsSql = "(SELECT CAST(value AS INTEGER) FROM properties WHERE name = 'embedding_dimensions')";

    public static MemoryHead ReadHead(SqliteDataReader reader) =>
        new(SqliteRecord.Read(reader.GetString(3)), reader.GetInt64(1), reader.GetInt64(0), reader.GetInt64(2) != 0)
        {
            TextSequence = reader.GetInt64(4),
        };

    public static RecordedCall? ReadCall(SqliteDataReader reader) => reader.Read()
        ? new RecordedCall(reader.GetString(0), Text(reader, 1), SqliteRecord.ReadInstant(reader.GetString(2)))
        : null;

    /// <summary>Gets a number that changes when another connection commits, whichever process it is in.</summary>
    public long DataVersion() => (long)Command("PRAGMA data_version").ExecuteScalar()!;

    public HistoryPosition CurrentPosition() => Position();

    public MemoryHead? Head(string id)
    {
        using SqliteDataReader reader = Command(HeadSql, ("$id", id)).ExecuteReader();
        return reader.Read() ? ReadHead(reader) : null;
    }

    public List<MemoryHead> List(HistoryListQuery query)
    {
        List<(string, object?)> parameters =
        [
            ("$before", query.Before ?? long.MaxValue), ("$now", query.ActiveAt?.UtcTicks), ("$limit", (long)query.Limit),
        ];
        string sql = SqliteScope.SelectSql(HeadColumns, query.Scope, parameters)
            + LiveSql + (query.InReview ? " AND m.review_of IS NOT NULL" : string.Empty) + " AND m.number < $before ORDER BY m.number DESC LIMIT $limit";
        using SqliteDataReader reader = Command(sql, [.. parameters]).ExecuteReader();
        List<MemoryHead> heads = [];
        while (reader.Read())
        {
            heads.Add(ReadHead(reader));
        }

        return heads;
    }

    public long Count(MemoryScope? scope, DateTimeOffset? activeAt)
    {
        List<(string, object?)> parameters = [("$now", activeAt?.UtcTicks)];
        string sql = SqliteScope.SelectSql("count(*)", scope, parameters) + LiveSql;
        return (long)Command(sql, [.. parameters]).ExecuteScalar()!;
    }

    /// <summary>Reads one page of a memory's rows after a sequence.</summary>
    public List<HistoryEntry> Entries(string memoryId, long afterSequence, int limit) => Entries(Command(
        EntrySql + "WHERE memory_id = $id AND sequence > $after ORDER BY sequence LIMIT $limit",
        ("$id", memoryId),
        ("$after", afterSequence),
        ("$limit", (long)limit)));

    /// <summary>Reads one page of all rows after a sequence.</summary>
    public List<HistoryEntry> Entries(long afterSequence, int limit) => Entries(Command(
        EntrySql + "WHERE sequence > $after ORDER BY sequence LIMIT $limit", ("$after", afterSequence), ("$limit", (long)limit)));

    /// <summary>Reads one page of what was ever found in a scope, newest-added first: each memory's first sequence and its rows.</summary>
    public List<(long First, List<HistoryEntry> Entries)> Memories(MemoryScope? scope, long throughSequence, long before, int limit)
    {
        List<(string, object?)> parameters = [("$before", before), ("$limit", (long)limit)];
        string sql = SqliteScope.SelectSql("m.number, m.memory_id", scope, parameters) + " WHERE m.number < $before ORDER BY m.number DESC LIMIT $limit";
        List<(long Number, string Id)> memories = [];
        using (SqliteDataReader reader = Command(sql, [.. parameters]).ExecuteReader())
        {
            while (reader.Read())
            {
                memories.Add((reader.GetInt64(0), reader.GetString(1)));
            }
        }

        return memories.ConvertAll(memory => (memory.Number, Entries(Command(
            EntrySql + "WHERE memory_id = $id AND sequence <= $through ORDER BY sequence", ("$id", memory.Id), ("$through", throughSequence)))));
    }

    /// <summary>Gets the last sequence that was recorded at an instant or before; 0 when nothing was.</summary>
    public long SequenceAt(DateTimeOffset at) => (long)Command(
        "SELECT coalesce(max(sequence), 0) FROM history WHERE recorded_at <= $at", ("$at", SqliteRecord.Write(at))).ExecuteScalar()!;

    public List<ErasedMemory> Erasures(long afterSequence)
    {
        using SqliteDataReader reader = Command(
            "SELECT memory_id, version, erased_at FROM erasures WHERE sequence > $after ORDER BY number", ("$after", afterSequence)).ExecuteReader();
        List<ErasedMemory> erased = [];
        while (reader.Read())
        {
            erased.Add(new ErasedMemory(reader.GetString(0), reader.GetInt32(1), SqliteRecord.ReadInstant(reader.GetString(2))));
        }

        return erased;
    }

    /// <summary>Asks SQLite whether the file is sound, and the tables whether they belong to each other.</summary>
    public List<string> Check()
    {
        List<string> problems = [];
        using (SqliteDataReader reader = Command("PRAGMA integrity_check").ExecuteReader())
        {
            while (reader.Read())
            {
                if (reader.GetString(0) is not "ok")
                {
                    // Not SQLite's own words: they may quote a value.
                    problems.Add("SQLite finds the file damaged.");
                    break;
                }
            }
        }

        foreach ((string sql, string problem) in SqliteConsistency.Rules)
        {
            try
            {
                if ((long)Command(sql).ExecuteScalar()! is > 0 and long count)
                {
                    problems.Add($"{count} {problem}");
                }
            }
            catch (SqliteException damage) when (damage.SqliteErrorCode is raw.SQLITE_ERROR or raw.SQLITE_CORRUPT)
            {
                // A record that is no JSON, or a page that is none.
                problems.Add($"It cannot be told whether {problem}");
            }
        }

        if (!AreErasuresAsWritten())
        {
            problems.Add("The record of what was erased is not what was written: its hash is another one.");
        }

        return problems;
    }

    private bool AreErasuresAsWritten()
    {
        string? hash = Command("SELECT value FROM properties WHERE name = 'erasures_hash'").ExecuteScalar() as string;
        try
        {
            return string.Equals(ErasureChain.Of(Erasures(afterSequence: 0)), hash ?? string.Empty, StringComparison.Ordinal);
        }
        catch (MemoryStoreException)
        {
            // An instant that is none.
            return false;
        }
    }

    public RecordedCall? Call(string key)
    {
        using SqliteDataReader reader = Command(CallSql, ("$key", key)).ExecuteReader();
        return ReadCall(reader);
    }

    public DateTimeOffset? RejectedAt(RejectedValue value) =>
        Command(RejectedSql, ("$scope", value.Scope), ("$value", value.Value)).ExecuteScalar() is string at ? SqliteRecord.ReadInstant(at) : null;

    /// <summary>Reads one page of what is rejected, by scope and value.</summary>
    public List<Rejection> Rejections(RejectedValue after, int limit)
    {
        using SqliteDataReader reader = Command(
            "SELECT scope, value, rejected_at FROM rejections WHERE (scope, value) > ($scope, $value) ORDER BY scope, value LIMIT $limit",
            ("$scope", after.Scope),
            ("$value", after.Value),
            ("$limit", (long)limit)).ExecuteReader();
        List<Rejection> rejections = [];
        while (reader.Read())
        {
            rejections.Add(new Rejection(
                new RejectedValue(reader.GetString(0), reader.GetString(1)), SqliteRecord.ReadInstant(reader.GetString(2))));
        }

        return rejections;
    }

    private List<HistoryEntry> Entries(SqliteCommand command)
    {
        using SqliteDataReader reader = command.ExecuteReader();
        List<HistoryEntry> entries = [];
        Dictionary<string, MemoryItem> latest = new(StringComparer.Ordinal);
        while (reader.Read())
        {
            string memoryId = reader.GetString(2);
            MemoryItem item = SqliteRecord.Read(reader.GetString(7));

            // What was before stands on this page or, for a memory's first row on it, is looked up.
            MemoryItem? before = latest.GetValueOrDefault(memoryId) ?? (item.Version == 1 ? null : Before(memoryId, reader.GetInt64(0)));
            latest[memoryId] = item;
            entries.Add(new HistoryEntry
            {
                Sequence = reader.GetInt64(0),
                Id = reader.GetString(1),
                MemoryId = memoryId,
                Event = SqliteRecord.ReadEvent(reader.GetString(3)),
                OldText = Text(reader, 4),
                NewText = Text(reader, 5),
                Reason = Text(reader, 6),
                Before = before,
                Item = item,
                ChangedBy = Text(reader, 8),
                ChangedByRole = Text(reader, 9),
                OldHash = Text(reader, 10),
                NewHash = Text(reader, 11) ?? string.Empty,
            });
        }

        return entries;
    }

    private MemoryItem? Before(string memoryId, long sequence) => Command(
        "SELECT record FROM history WHERE memory_id = $id AND sequence < $sequence ORDER BY sequence DESC LIMIT 1",
        ("$id", memoryId),
        ("$sequence", sequence)).ExecuteScalar() is string record ? SqliteRecord.Read(record) : null;

    /// <summary>Reads one page of newest versions after a sequence, with their vectors.</summary>
    public List<HistoryChange> Changes(long afterSequence, int limit)
    {
        using SqliteDataReader reader = Command(
            "SELECT " + HeadColumns + ", e.vector, " + DimensionsSql
            + " FROM memories m JOIN history h ON h.sequence = m.sequence LEFT JOIN embeddings e ON e.hash = h.text_hash "
            + "WHERE m.sequence > $after ORDER BY m.sequence LIMIT $limit",
            ("$after", afterSequence),
            ("$limit", (long)limit)).ExecuteReader();
        List<HistoryChange> changes = [];
        while (reader.Read())
        {
            MemoryHead head = ReadHead(reader);
            if (!head.IsDeleted && reader.IsDBNull(5))
            {
                throw new MemoryStoreException("A memory's embedding is missing from the memory file: the file is damaged.");
            }

            changes.Add(new HistoryChange(
                head, head.IsDeleted ? default : SqliteRecord.ReadVector(reader.GetFieldValue<byte[]>(5), reader.GetInt64(6))));
        }

        return changes;
    }

    public float[]? Embedding(string text)
    {
        using SqliteDataReader reader = Command(
            "SELECT vector, " + DimensionsSql + " FROM embeddings WHERE hash = $hash", ("$hash", SqliteRecord.TextHash(text))).ExecuteReader();
        return reader.Read() ? SqliteRecord.ReadVector(reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)) : null;
    }

    // Not GetString: the provider takes the text for C's, which ends at the first NUL.
    private static string? Text(SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(column));
}
