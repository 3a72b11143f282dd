using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>One write that is no commit of memories. Where the connection breaks, it finds out whether it happened. Used once.</summary>
internal sealed class PostgresWrite<T>(PostgresDatabase database, Func<PostgresSession, Task<T>> work)
{
    private readonly RecentWrite _note = new();
    private T? _result;

    /// <summary>Gets a value indicating whether a COMMIT was sent whose answer did not come.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>Gets where the log ended with the write.</summary>
    public HistoryPosition Position { get; private set; }

    /// <summary>Makes an attempt.</summary>
    public async Task<T> RunAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Where it ends without a commit, the connection goes back to the pool, which rolls back.
        PostgresSession session = await PostgresSession.BeginAsync(database, connection, IsUncertain ? _note : null, cancellationToken).ConfigureAwait(false);
        if (session.HasHappened)
        {
            await StateRow.EndAsync(database, connection, "COMMIT").ConfigureAwait(false);
            IsUncertain = false;
            return _result!;
        }

        IsUncertain = false;
        _result = await work(session).ConfigureAwait(false);
        Position = session.State.Position with { Sequence = session.Sequence };
        IsUncertain = session.HasChanges;
        await session.CommitAsync(_note).ConfigureAwait(false);
        IsUncertain = false;
        return _result;
    }
}
