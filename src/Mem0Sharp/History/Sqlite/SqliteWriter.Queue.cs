using Microsoft.Data.Sqlite;

namespace Mem0Sharp;

/// <content>The calls that are kept to be done later.</content>
internal sealed partial class SqliteWriter
{
    /// <summary>A property that is there once something has left the queue: its bytes are in the file until that is rewritten.</summary>
    private const string QueueLeft = "queue_left";

    private static readonly string InsertQueued = $"""
        INSERT INTO queue (id, kind, owner, content, queued_at, attempts, error, set_aside, key, request, user_id, agent_id, run_id, app_id, checksum)
        SELECT *, {SqliteChecksum.Of("queue")} FROM (
            SELECT $id AS id, $kind AS kind, $owner AS owner, CAST($content AS TEXT) AS content, $at AS queued_at, $attempts AS attempts,
                $error AS error, $aside AS set_aside, $key AS key, $request AS request, $user AS user_id, $agent AS agent_id, $run AS run_id,
                $app AS app_id)
        """;

    private static readonly string UpdateTried = $"""
        UPDATE queue SET attempts = $attempts, error = $error, set_aside = $aside, checksum = {SqliteChecksum.Of(
            "queue", "", ("attempts", "$attempts"), ("error", "$error"), ("set_aside", "$aside"))}
        WHERE id = $id
        """;

    private static readonly string UpdateContent = $"""
        UPDATE queue SET content = CAST($content AS TEXT), checksum = {SqliteChecksum.Of("queue", "", ("content", "CAST($content AS TEXT)"))}
        WHERE id = $id
        """;

    public QueuedCall Enqueue(QueuedCall call) => InTransaction(() =>
    {
        if (call.Key is { } key && Queued(SqliteReader.QueuedByKeySql, ("$key", key)) is [var known])
        {
            return known.SameAs(call);
        }

        Command(
            InsertQueued,
            ("$id", call.Id),
            ("$kind", call.Kind.ToString()),
            ("$owner", call.Owner),
            ("$content", SqliteRecord.Bytes(call.Content)),
            ("$at", SqliteRecord.Write(call.QueuedAt)),
            ("$attempts", (long)call.Attempts),
            ("$error", call.ErrorCode),
            ("$aside", call.IsSetAside ? 1L : 0L),
            ("$key", call.Key),
            ("$request", call.Request),
            ("$user", call.Scope?.UserId),
            ("$agent", call.Scope?.AgentId),
            ("$run", call.Scope?.RunId),
            ("$app", call.Scope?.AppId)).ExecuteNonQuery();
        return call;
    });

    public bool NoteAttempt(QueuedCall call) => InTransaction(() => Command(
        UpdateTried,
        ("$id", call.Id),
        ("$attempts", (long)call.Attempts),
        ("$error", call.ErrorCode),
        ("$aside", call.IsSetAside ? 1L : 0L)).ExecuteNonQuery() > 0);

    public bool TakeOut(string id) => InTransaction(() => Dequeue(id));

    /// <inheritdoc/>
    public bool IsQueued(string id) => Command("SELECT 1 FROM queue WHERE id = $id", ("$id", id)).ExecuteScalar() is not null;

    /// <inheritdoc/>
    public bool Dequeue(string id)
    {
        bool wasThere = Command("DELETE FROM queue WHERE id = $id", ("$id", id)).ExecuteNonQuery() > 0;
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
                Command(UpdateContent, ("$id", call.Id), ("$content", SqliteRecord.Bytes(rest.Content))).ExecuteNonQuery();
                SetProperty(QueueLeft, "1");
            }
        }

        bool mayHoldBytes = Property(QueueLeft) is not null;
        if (mayHoldBytes)
        {
            Command("DELETE FROM properties WHERE name = $name", ("$name", QueueLeft)).ExecuteNonQuery();
        }

        return mayHoldBytes;
    }

    private List<QueuedCall> Queued(string sql, params ReadOnlySpan<(string, object?)> parameters)
    {
        using SqliteDataReader reader = Command(sql, parameters).ExecuteReader();
        return [.. SqliteReader.ReadQueued(reader).Select(row => row.Call)];
    }
}
