using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>A transaction that holds the log's end. Where it ends without a commit, the connection's pool rolls it back. Used by one caller.</summary>
internal sealed class PostgresSession
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;

    private PostgresSession(PostgresDatabase database, NpgsqlConnection connection, HistoryState state, bool hasHappened)
    {
        _database = database;
        _connection = connection;
        State = state;
        HasHappened = hasHappened;
        Sequence = state.Position.Sequence;
    }

    /// <summary>Gets where the log ended when the transaction began.</summary>
    public HistoryState State { get; }

    /// <summary>Gets a value indicating whether the write that was asked about has happened.</summary>
    public bool HasHappened { get; }

    /// <summary>Gets a value indicating whether anything was changed.</summary>
    public bool HasChanges { get; private set; }

    /// <summary>Gets or sets the last sequence: what it is at the end is committed.</summary>
    public long Sequence { get; set; }

    /// <summary>Begins one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="connection">The connection, which it has for itself.</param>
    /// <param name="earlier">An attempt whose answer did not come, or null.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<PostgresSession> BeginAsync(
        PostgresDatabase database, NpgsqlConnection connection, RecentWrite? earlier, CancellationToken cancellationToken)
    {
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            StateRow.AddLock(batch);
            earlier?.AddQuestion(batch);
            NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                HistoryState state = await StateRow.ReadAsync(reader).ConfigureAwait(false);
                bool hasHappened = earlier is not null && await RecentWrite.ReadAsync(reader).ConfigureAwait(false);
                return new PostgresSession(database, connection, state, hasHappened);
            }
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> RunAsync(Action<PostgresBatch> statement) => InBatchAsync(
        async batch =>
        {
            statement(batch);
            int changed = batch.Count == 0 ? 0 : await batch.RunAsync(CancellationToken.None).ConfigureAwait(false);
            HasChanges |= changed > 0;
            return changed;
        });

    /// <summary>Reads the rows of a statement.</summary>
    public Task<List<T>> ReadAsync<T>(Action<PostgresBatch> statement, Func<NpgsqlDataReader, T> read) => InBatchAsync(
        batch =>
        {
            statement(batch);
            return batch.RowsAsync(read, CancellationToken.None);
        });

    /// <summary>Commits, with a note of it where anything has changed.</summary>
    public Task<int> CommitAsync(RecentWrite note) => RunAsync(batch =>
    {
        if (HasChanges)
        {
            note.AddTo(batch);
        }

        if (Sequence != State.Position.Sequence)
        {
            StateRow.AddAdvance(batch, Sequence, space: null);
        }

        batch.Add("COMMIT");
    });

    private async Task<T> InBatchAsync<T>(Func<PostgresBatch, Task<T>> work)
    {
        PostgresBatch batch = _database.Batch(_connection);
        await using (batch.ConfigureAwait(false))
        {
            return await work(batch).ConfigureAwait(false);
        }
    }
}
