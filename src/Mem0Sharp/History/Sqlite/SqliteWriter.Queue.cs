namespace Mem0Sharp;

/// <content>The calls that are kept to be done later.</content>
internal sealed partial class SqliteWriter
{
    /// <summary>
    /// A property that is there once something has left the queue, or another outcome has taken a call's place: its bytes are in the file until
    /// that is rewritten.
    /// </summary>
    private const string QueueLeft = "queue_left";

    private static readonly string InsertQueued = SqliteChecksum.Insert("queue");

    private static readonly string UpdateTried = $"""
        UPDATE queue SET attempts = $attempts, error = $error, set_aside = $aside, checksum = {SqliteChecksum.Of(
            "queue", "", ("attempts", "$attempts"), ("error", "$error"), ("set_aside", "$aside"))}
        WHERE id = $id
        """;

    private static readonly string UpdateContent = $"""
        UPDATE queue SET content = $content, checksum = {SqliteChecksum.Of("queue", "", ("content", "$content"))}
        WHERE id = $id
        """;

    public QueuedCall Enqueue(QueuedCall call) => InTransaction(() =>
    {
        if (call.Key is { } key && Queued(SqliteReader.QueuedByKeySql, ("$key", key)) is [var known])
        {
            return known.SameAs(call);
        }

        Row(
            InsertQueued,
            hasVector: false,
            call.Id,
            call.Kind.ToString(),
            call.Owner,
            call.Content,
            SqliteRecord.Write(call.QueuedAt),
            (long)call.Attempts,
            call.ErrorCode,
            call.IsSetAside,
            call.Key,
            call.Request,
            call.Scope?.UserId,
            call.Scope?.AgentId,
            call.Scope?.RunId,
            call.Scope?.AppId).Run();
        return call;
    });

    public bool NoteAttempt(QueuedCall call) => InTransaction(() => Statement(
        UpdateTried,
        ("$id", call.Id),
        ("$attempts", (long)call.Attempts),
        ("$error", call.ErrorCode),
        ("$aside", call.IsSetAside)).Run() > 0);

    public bool TakeOut(string id) => InTransaction(() => Dequeue(id));

    /// <inheritdoc/>
    public bool IsQueued(string id) => Statement("SELECT 1 FROM queue WHERE id = $id", ("$id", id)).Exists();

    /// <inheritdoc/>
    public bool Dequeue(string id)
    {
        bool wasThere = Statement("DELETE FROM queue WHERE id = $id", ("$id", id)).Run() > 0;
        if (wasThere)
        {
            SetProperty(QueueLeft, "1");
        }

        return wasThere;
    }

    /// <summary>Takes out of the queue what is erased.</summary>
    /// <returns>Whether the file may hold bytes of what was queued: now, or earlier.</returns>
    private bool EraseQueued(HistoryErasureRequest request, string[] memoryIds)
    {
        foreach (QueuedCall call in Queued(SqliteReader.QueuedAfterSql, ("$after", 0L), ("$limit", -1L)))
        {
            QueuedCall? rest = call.Without(request, memoryIds);
            if (rest is null)
            {
                Dequeue(call.Id);
            }
            else if (!ReferenceEquals(rest, call))
            {
                Statement(UpdateContent, ("$id", call.Id), ("$content", rest.Content)).Run();
                SetProperty(QueueLeft, "1");
            }
        }

        bool mayHoldBytes = Property(QueueLeft) is not null;
        if (mayHoldBytes)
        {
            Statement("DELETE FROM properties WHERE name = $name", ("$name", QueueLeft)).Run();
        }

        return mayHoldBytes;
    }

    private List<QueuedCall> Queued(string sql, params ReadOnlySpan<(string, SqliteValue)> parameters)
    {
        using SqliteRows rows = Statement(sql, parameters).Rows();
        return [.. SqliteReader.ReadQueued(rows).Select(row => row.Call)];
    }
}
