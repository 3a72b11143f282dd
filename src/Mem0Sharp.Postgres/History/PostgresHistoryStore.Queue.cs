using System.Runtime.CompilerServices;

namespace Mem0Sharp.Postgres;

/// <content>The calls that are kept to be done later, and what is rejected.</content>
public sealed partial class PostgresHistoryStore
{
    /// <inheritdoc/>
    public Task<bool> LiftRejectionAsync(RejectedValue value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        return WriteAsync(
            async session => await session.RunAsync(batch => batch
                .Add("DELETE FROM %.rejections WHERE scope = $1 AND value = $2").With(value.Scope).With(value.Value)).ConfigureAwait(false) > 0,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task AddRejectionsAsync(IReadOnlyList<Rejection> rejections, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rejections);
        return WriteAsync(
            session => session.RunAsync(batch => CommitStatements.AddRejections(batch, rejections)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<QueuedCall> EnqueueAsync(QueuedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return WriteAsync(
            async session =>
            {
                if (call.Key is { } key
                    && await session.ReadAsync(batch => batch.Add($"{QueueRow.Select} WHERE key = $1").With(key), QueueRow.Read).ConfigureAwait(false)
                        is [(_, { } known)])
                {
                    return known.SameAs(call);
                }

                await session.RunAsync(batch => batch
                    .Add("""
                        INSERT INTO %.queue (id, kind, owner, content, queued_at, attempts, error, set_aside, key, request, user_id, agent_id, run_id, app_id)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                        """)
                    .With(call.Id).With((short)call.Kind).With(call.Owner).With(PostgresText.Write(call.Content)).With(PostgresRecord.Ticks(call.QueuedAt))
                    .With(call.Attempts).With(call.ErrorCode).With(call.IsSetAside).With(call.Key).With(call.Request)
                    .With(call.Scope?.UserId).With(call.Scope?.AgentId).With(call.Scope?.RunId).With(call.Scope?.AppId)).ConfigureAwait(false);
                return call;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<QueuedCall> ReadQueueAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach ((long _, QueuedCall call) in PagesAsync(
            0,
            (batch, after) => batch.Add($"{QueueRow.Select} WHERE number > $1 ORDER BY number LIMIT $2").With(after).With((long)Page),
            QueueRow.Read,
            row => row.Number,
            shows: false,
            cancellationToken).ConfigureAwait(false))
        {
            yield return call;
        }
    }

    /// <inheritdoc/>
    public async Task<QueuedCall?> FindQueuedAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        List<(long Number, QueuedCall Call)> found = await ReadAsync(
            batch => batch.Add($"{QueueRow.Select} WHERE id = $1").With(id), QueueRow.Read, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0].Call;
    }

    /// <inheritdoc/>
    public Task<bool> IsQueuedAsync(string owner, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return OneAsync(
            batch => batch.Add("SELECT EXISTS (SELECT FROM %.queue WHERE owner = $1 AND NOT set_aside)").With(owner),
            row => row.GetBoolean(0),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> NoteAttemptAsync(QueuedCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return WriteAsync(
            async session => await session.RunAsync(batch => batch
                .Add("UPDATE %.queue SET attempts = $2, error = $3, set_aside = $4 WHERE id = $1")
                .With(call.Id).With(call.Attempts).With(call.ErrorCode).With(call.IsSetAside)).ConfigureAwait(false) > 0,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> DequeueAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return WriteAsync(
            async session => await session.RunAsync(batch => batch.Add("DELETE FROM %.queue WHERE id = $1").With(id)).ConfigureAwait(false) > 0,
            cancellationToken);
    }
}
