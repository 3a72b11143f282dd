using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Makes searches on a replica, where its answer may be taken. Thread-safe.</summary>
internal sealed class ReplicaReads(PostgresDatabase database, NpgsqlDataSource replica)
{
    /// <summary>How long a replica that failed is left alone: so it is not each search that waits for it.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    // A timestamp of the system's clock; and whether it was said since it answered last.
    private long _restsUntil = long.MinValue;
    private int _isAway;

    /// <summary>Makes a search there.</summary>
    /// <param name="search">The search; null where its frame does not take the answer.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What it found; null where the primary is to be asked.</returns>
    public async Task<IReadOnlyList<VectorMatch>?> TryAsync(
        Func<NpgsqlConnection, SearchFrame, CancellationToken, Task<IReadOnlyList<VectorMatch>?>> search, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        if (began < Interlocked.Read(ref _restsUntil))
        {
            return null;
        }

        HistoryPosition least = database.Seen?.Position ?? HistoryPosition.Start;
        try
        {
            NpgsqlConnection connection = await replica.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                do
                {
                    SearchFrame frame = SearchFrame.OfReplica(least);
                    if (await search(connection, frame, cancellationToken).ConfigureAwait(false) is { } found)
                    {
                        Interlocked.Exchange(ref _isAway, 0);
                        return found;
                    }

                    if (frame.Refusal != ReplicaRefusal.Behind)
                    {
                        Leave(frame.Refusal.ToString());
                        return null;
                    }
                }
                while (await HasCaughtUpAsync(connection, least, began, cancellationToken).ConfigureAwait(false));
                return null;
            }
        }
        catch (EmbeddingSpaceException)
        {
            // The log was moved to another model, and it has not heard of that; or the primary says the same.
            return null;
        }
        catch (Exception exception) when (PostgresErrors.CanTranslate(exception) || exception is ObjectDisposedException)
        {
            Leave((exception as PostgresException)?.SqlState ?? exception.GetType().Name);
            return null;
        }
    }

    /// <summary>Looks until it has what it must have, for as long as it is waited for.</summary>
    private async Task<bool> HasCaughtUpAsync(NpgsqlConnection connection, HistoryPosition least, long began, CancellationToken cancellationToken)
    {
        while (TimeProvider.System.GetElapsedTime(began) < database.Options.ReplicaWait)
        {
            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            PostgresBatch batch = database.Batch(connection);
            await using (batch.ConfigureAwait(false))
            {
                if (await batch.Add(StateRow.Select).RowsAsync(StateRow.Of, cancellationToken).ConfigureAwait(false) is [{ } state]
                    && !SeenPosition.IsBefore(state.Position, least))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void Leave(string reason)
    {
        Interlocked.Exchange(ref _restsUntil, TimeProvider.System.GetTimestamp() + (long)(Rest.TotalSeconds * TimeProvider.System.TimestampFrequency));
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            PostgresLog.ReplicaLeft(database.Logger, reason);
        }
    }
}
