using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Reads calls from the queue.</summary>
internal static class QueueRow
{
    public const string Select =
        "SELECT number, id, kind, content, queued_at, attempts, error, set_aside, key, request, user_id, agent_id, run_id, app_id FROM %.queue";

    public static (long Number, QueuedCall Call) Read(NpgsqlDataReader row) => (row.GetInt64(0), new QueuedCall
    {
        Id = row.GetString(1),
        Kind = (QueuedCallKind)row.GetInt16(2),
        Content = PostgresText.Read(row.GetString(3))!,
        QueuedAt = PostgresRecord.Instant(row.GetInt64(4)),
        Attempts = row.GetInt32(5),
        ErrorCode = CallColumns.Text(row, 6),
        IsSetAside = row.GetBoolean(7),
        Key = CallColumns.Text(row, 8),
        Request = CallColumns.Text(row, 9),
        Scope = CallColumns.Scope(row, 10),
    });
}
