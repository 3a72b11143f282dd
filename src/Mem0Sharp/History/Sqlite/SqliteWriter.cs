using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <summary>The connection that writes. One for each store; its caller holds the store's lock.</summary>
internal sealed class SqliteWriter : SqliteSession
{
    public SqliteWriter(SqliteHistoryOptions options)
        : base(options)
    {
        try
        {
            // Before WAL mode is set, which is written into the file: another application's must stay as it is.
            SqliteSchema.Check(Connection);
            Execute("PRAGMA journal_mode = WAL");
            Execute(options.Durability == HistoryDurability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            Execute("PRAGMA wal_autocheckpoint = 4000");
            Execute("PRAGMA cache_size = -65536");
            SqliteSchema.Prepare(Connection);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public HistoryState State() => new(Position(), Space());

    public HistoryCommit Commit(IReadOnlyList<HistoryWrite> writes) => InTransaction(() =>
    {
        HistoryPosition before = Position();

        // Read anew: another process may have recorded one, or reset the history.
        EmbeddingSpace? recorded = Space();
        HistoryTransaction transaction = new(recorded, Head, Append);
        HistoryWriteResult[] results = transaction.Run(writes);
        if (recorded is null && transaction.Space is { } space)
        {
            SetProperty("embedding_model", space.Model);
            SetProperty("embedding_dimensions", space.Dimensions.ToString(CultureInfo.InvariantCulture));
        }

        HistoryPosition after = before with { Sequence = results.Max(result => result.Entry?.Sequence) ?? before.Sequence };
        return new HistoryCommit(results, before, after);
    });

    public HistoryState Reset()
    {
        HistoryState state = InTransaction(() =>
        {
            HistoryPosition position = Position();
            Execute("DELETE FROM memory_scopes");
            Execute("DELETE FROM memories");
            Execute("DELETE FROM embeddings");
            // Not sqlite_sequence: a sequence is never used twice.
            Execute("DELETE FROM history");
            Execute("DELETE FROM properties WHERE name <> 'epoch'");
            SetProperty("epoch", (position.Epoch + 1).ToString(CultureInfo.InvariantCulture));
            return new HistoryState(position with { Epoch = position.Epoch + 1 }, Space: null);
        });
        try
        {
            // The rows are gone; this takes their bytes out of the file.
            Execute("VACUUM");
            Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException exception)
        {
            throw new MemoryStoreException(
                "Everything was removed, but the memory file could not be compacted; reset it again to do so.",
                isCommitted: true,
                isTransient: true,
                exception,
                exception.SqliteExtendedErrorCode);
        }

        return state;
    }

    /// <summary>Reads the newest version of a memory inside the writer's own transaction.</summary>
    private MemoryHead? Head(string memoryId)
    {
        using SqliteDataReader reader = Command(SqliteReader.HeadSql, ("$id", memoryId)).ExecuteReader();
        return reader.Read() ? SqliteReader.ReadHead(reader) : null;
    }

    private HistoryWriteResult Append(string memoryId, MemoryHead? current, HistoryAppend append)
    {
        MemoryItem item = append.Item;
        bool deleted = append.Event == MemoryEvent.Delete;
        string id = MemoryId.Create(item.RecordedAt);
        string? oldText = current is { IsDeleted: false } ? current.Item.Text : null;
        string? newText = deleted ? null : item.Text;
        long sequence = (long)Command(
            """
            INSERT INTO history (id, memory_id, old_memory, new_memory, event, created_at, updated_at, is_deleted, actor_id, role,
                version, user_id, agent_id, run_id, app_id, recorded_at, reason, record)
            VALUES ($id, $memory, CAST($old AS TEXT), CAST($new AS TEXT), $event, $created, $updated, $deleted, $actor, $role,
                $version, $user, $agent, $run, $app, $recorded, CAST($reason AS TEXT), $record)
            RETURNING sequence
            """,
            ("$id", id),
            ("$memory", memoryId),
            ("$old", Bytes(oldText)),
            ("$new", Bytes(newText)),
            ("$event", WireNames.Of(append.Event)),
            ("$created", Iso(item.CreatedAt)),
            ("$updated", Iso(item.UpdatedAt)),
            ("$deleted", deleted ? 1L : 0L),
            ("$actor", item.ActorId),
            ("$role", item.Role),
            ("$version", (long)item.Version),
            ("$user", item.Scope.UserId),
            ("$agent", item.Scope.AgentId),
            ("$run", item.Scope.RunId),
            ("$app", item.Scope.AppId),
            ("$recorded", Iso(item.RecordedAt)),
            ("$reason", Bytes(append.Reason)),
            ("$record", SqliteRecord.Write(item))).ExecuteScalar()!;
        MemoryHead head = new(item, sequence, current?.FirstSequence ?? sequence, deleted);
        byte[] textHash = SqliteRecord.TextHash(item.Text);
        if (append.Embedding is { } embedding)
        {
            Command(
                "INSERT INTO embeddings (hash, vector) VALUES ($hash, $vector) ON CONFLICT (hash) DO NOTHING",
                ("$hash", textHash),
                ("$vector", SqliteRecord.Write(embedding.Vector))).ExecuteNonQuery();
        }

        PointAt(memoryId, head, textHash);
        UpdateScopes(current, head);
        HistoryEntry entry = new()
        {
            Id = id,
            Sequence = sequence,
            MemoryId = memoryId,
            Event = append.Event,
            OldText = oldText,
            NewText = newText,
            Item = item,
            Reason = append.Reason,
        };
        return HistoryWriteResult.Appended(entry, head);
    }

    private void PointAt(string memoryId, MemoryHead head, byte[] textHash) => Command(
        """
        INSERT INTO memories (number, memory_id, sequence, is_deleted, expires_at, text_hash)
        VALUES ($number, $memory, $sequence, $deleted, $expires, $hash)
        ON CONFLICT (number) DO UPDATE SET
            sequence = excluded.sequence, is_deleted = excluded.is_deleted, expires_at = excluded.expires_at, text_hash = excluded.text_hash
        """,
        ("$number", head.FirstSequence),
        ("$memory", memoryId),
        ("$sequence", head.Sequence),
        ("$deleted", head.IsDeleted ? 1L : 0L),
        ("$expires", head.Item.ExpiresAt?.UtcTicks),
        ("$hash", textHash)).ExecuteNonQuery();

    /// <summary>Keeps the rows that say in which scopes a memory is found; a deleted memory is found in none.</summary>
    private void UpdateScopes(MemoryHead? before, MemoryHead after)
    {
        HashSet<(long, string)> old = before is { IsDeleted: false } ? [.. SqliteScope.Of(before.Item)] : [];
        HashSet<(long, string)> wanted = after.IsDeleted ? [] : [.. SqliteScope.Of(after.Item)];
        foreach ((long kind, string value) in old.Except(wanted))
        {
            Command(
                "DELETE FROM memory_scopes WHERE kind = $kind AND value = $value AND number = $number",
                ("$kind", kind),
                ("$value", value),
                ("$number", after.FirstSequence)).ExecuteNonQuery();
        }

        foreach ((long kind, string value) in wanted.Except(old))
        {
            Command(
                "INSERT OR IGNORE INTO memory_scopes (kind, value, number) VALUES ($kind, $value, $number)",
                ("$kind", kind),
                ("$value", value),
                ("$number", after.FirstSequence)).ExecuteNonQuery();
        }
    }

    private EmbeddingSpace? Space()
    {
        using SqliteDataReader reader = Command(
            "SELECT (SELECT value FROM properties WHERE name = 'embedding_model'), "
            + "(SELECT value FROM properties WHERE name = 'embedding_dimensions')").ExecuteReader();
        reader.Read();
        return reader.IsDBNull(0)
            ? null
            : new EmbeddingSpace(reader.GetString(0), int.Parse(reader.GetString(1), CultureInfo.InvariantCulture));
    }

    private void SetProperty(string name, string value) => Command(
        "INSERT INTO properties (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        ("$name", name),
        ("$value", value)).ExecuteNonQuery();

    /// <summary>
    /// Runs work between BEGIN and COMMIT, as commands: after a full disk or an I/O error SQLite has rolled back by itself, and the
    /// provider's transaction object would then leave the connection unusable.
    /// </summary>
    private T InTransaction<T>(Func<T> work)
    {
        Execute("BEGIN IMMEDIATE");
        try
        {
            T result = work();
            Execute("COMMIT");
            return result;
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            {
                Execute("ROLLBACK");
            }

            throw;
        }
    }

    // Free text goes in as bytes: the provider would end a long text at its first NUL.
    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);
}
