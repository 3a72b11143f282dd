namespace Mem0Sharp;

/// <content>The tables inside a transaction.</content>
internal sealed partial class SqliteWriter : IHistoryTables
{
    private static readonly string InsertRow = SqliteChecksum.Insert("history");

    private static readonly string UpsertMemory = $"""
        {SqliteChecksum.Insert("memories")}
        ON CONFLICT (number) DO UPDATE SET
            sequence = excluded.sequence, text_sequence = excluded.text_sequence, is_deleted = excluded.is_deleted,
            expires_at = excluded.expires_at, review_of = excluded.review_of, checksum = excluded.checksum
        """;

    private static readonly string UpsertRejection = $"""
        {SqliteChecksum.Insert("rejections")}
        ON CONFLICT (scope, value) DO UPDATE SET rejected_at = excluded.rejected_at, checksum = excluded.checksum
        WHERE excluded.rejected_at > rejected_at
        """;

    // Newest versions as this connection read or wrote them, with the hash of their record. They hold while no other connection commits.
    private readonly Dictionary<string, (MemoryHead? Head, string? Hash)> _heads = new(StringComparer.Ordinal);

    // The last sequence of this transaction. A row is given its own rather than SQLite's next: it is part of the checksum.
    private long _sequence;

    /// <inheritdoc/>
    /// <remarks>Read from the file. The next transaction need not read it again.</remarks>
    public override MemoryHead? Head(string id) => (_heads[id] = HeadAndHash(id)).Head;

    /// <inheritdoc/>
    MemoryHead? IHistoryTables.Head(string memoryId) => Known(memoryId).Head;

    /// <inheritdoc/>
    public bool IsErased(string memoryId) =>
        Statement("SELECT 1 FROM erasures WHERE memory_id = $id", ("$id", memoryId)).Exists();

    /// <inheritdoc/>
    public DateTimeOffset? RejectedAt(RejectedValue value)
    {
        using SqliteRows rows = Statement(SqliteReader.RejectedSql, ("$scope", value.Scope), ("$value", value.Value)).Rows();
        return SqliteReader.ReadRejectedAt(rows);
    }

    /// <inheritdoc/>
    public MemoryHead? Known(KnownTextGuard guard)
    {
        using SqliteRows rows = Statement(SqliteReader.HeadsAfterSql, ("$after", guard.AfterSequence)).Rows();
        while (rows.Read())
        {
            if (ReadHead(rows) is { } head && guard.Stops(head))
            {
                return head;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public HistoryWriteResult Append(MemoryHead? current, HistoryAppend append)
    {
        MemoryItem item = append.Item;
        byte[] record = HistoryRecord.Write(item);
        byte[] textHash = HistoryRecord.TextHash(item.Text);
        HistoryEntry entry = Insert(append.ToEntry(current, record), current is null ? null : Known(current.Item.Id).Hash, record, textHash);
        if (append.Embedding is { } embedding)
        {
            Embed(textHash, embedding);
        }

        MemoryHead head = MemoryHead.After(current, entry);
        PointAt(head);
        AddScopes(current, head);
        _heads[item.Id] = (head, entry.NewHash);
        if (append.Lifts is { } lifted)
        {
            Remove(lifted);
        }

        if (append.Rejects is { } rejected)
        {
            Reject(rejected, item.RecordedAt);
        }

        return HistoryWriteResult.Appended(entry, head);
    }

    /// <summary>Gets the newest version of a memory inside a transaction, with the hash of its record.</summary>
    private (MemoryHead? Head, string? Hash) Known(string memoryId) =>
        _heads.TryGetValue(memoryId, out (MemoryHead? Head, string? Hash) known) ? known : _heads[memoryId] = HeadAndHash(memoryId);

    private HistoryEntry Insert(HistoryEntry entry, string? oldHash, byte[] record, byte[] textHash)
    {
        MemoryItem item = entry.Item;
        Row(
            InsertRow,
            hasVector: false,
            ++_sequence,
            entry.Id,
            entry.MemoryId,
            entry.OldText,
            entry.NewText,
            WireNames.Of(entry.Event),
            SqliteRecord.Write(item.CreatedAt),
            SqliteRecord.Write(item.UpdatedAt),
            entry.IsDeleted,
            item.ActorId,
            item.Role,
            (long)item.Version,
            item.Scope.UserId,
            item.Scope.AgentId,
            item.Scope.RunId,
            item.Scope.AppId,
            SqliteRecord.Write(item.RecordedAt),
            entry.Reason,
            SqliteValue.Utf8(record),
            textHash,
            entry.ChangedBy,
            entry.ChangedByRole,
            oldHash,
            entry.NewHash).Run();
        return entry with { Sequence = _sequence, OldHash = oldHash };
    }

    private void PointAt(MemoryHead head) => Row(
        UpsertMemory,
        hasVector: false,
        head.FirstSequence,
        head.Item.Id,
        head.Sequence,
        head.IsDeleted,
        head.Item.ExpiresAt?.UtcTicks,
        head.Item.ReviewOf,
        head.TextSequence).Run();

    /// <summary>Keeps the rows that say in which scopes a memory is found. It never loses one, and a deleted one was found there.</summary>
    private void AddScopes(MemoryHead? before, MemoryHead after)
    {
        if (before is not null && before.Item.Scope.Equals(after.Item.Scope)
            && before.Item.LinkedAgentIds.Count == after.Item.LinkedAgentIds.Count && before.Item.LinkedRunIds.Count == after.Item.LinkedRunIds.Count)
        {
            return;
        }

        foreach ((long kind, string value) in SqliteScope.Of(after.Item).Except(before is null ? [] : SqliteScope.Of(before.Item)))
        {
            Statement(SqliteScope.InsertSql, ("$kind", kind), ("$value", value), ("$number", after.FirstSequence)).Run();
        }
    }

    private void Reject(RejectedValue value, DateTimeOffset at) =>
        Row(UpsertRejection, hasVector: false, value.Scope, value.Value, SqliteRecord.Write(at)).Run();

    private int Remove(RejectedValue value) => Statement(
        "DELETE FROM rejections WHERE scope = $scope AND value = $value", ("$scope", value.Scope), ("$value", value.Value)).Run();
}
