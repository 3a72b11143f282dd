using System.Runtime.CompilerServices;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <content>Calls that happen once, as a whole.</content>
public sealed partial class PostgresHistoryStore
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<KnownCall> ReadCallsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string after = string.Empty;
        for (List<KnownCall> page; ; after = page[^1].Key)
        {
            string last = after;
            page = await ReadAsync(
                batch => batch
                    .Add("""
                        SELECT request, outcome, called_at, user_id, agent_id, run_id, app_id, key, holds_facts, memory_ids FROM %.calls
                        WHERE key > $1 ORDER BY key LIMIT $2
                        """)
                    .With(last).With((long)Page),
                ReadKnown,
                cancellationToken).ConfigureAwait(false);
            foreach (KnownCall call in page)
            {
                yield return call;
            }

            if (page.Count < Page)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    public Task AddCallsAsync(IReadOnlyList<KnownCall> calls, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        return WriteAsync(
            session => session.RunAsync(batch =>
            {
                foreach (KnownCall call in calls)
                {
                    CommitStatements.AddCall(batch, call);
                }
            }),
            cancellationToken);
    }

    private static KnownCall ReadKnown(NpgsqlDataReader row)
    {
        RecordedCall call = CallColumns.Read(row, 0);
        return new KnownCall(row.GetString(7), call.Request, call.CalledAt)
        {
            Outcome = call.Outcome is { } outcome ? new HistoryCallOutcome(outcome, row.GetFieldValue<string[]>(9)) { HoldsFacts = row.GetBoolean(8) } : null,
            Scope = call.Scope,
        };
    }
}
