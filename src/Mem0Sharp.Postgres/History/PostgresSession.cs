using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>A transaction that holds the log's end. Where it ends without a commit, the connection's pool rolls it back. Used by one caller.</summary>
internal sealed class PostgresSession
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;
    private long _told;

    private PostgresSession(PostgresDatabase database, NpgsqlConnection connection, HistoryState state)
    {
        _database = database;
        _connection = connection;
        State = state;
        Sequence = _told = state.Position.Sequence;
    }

    /// <summary>Gets where the log ended when the transaction began.</summary>
    public HistoryState State { get; }

    /// <summary>Gets or sets the last sequence: what it is at the end is committed.</summary>
    public long Sequence { get; set; }

    public static async Task<PostgresSession> BeginAsync(PostgresDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        PostgresBatch batch = database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            StateRow.AddLock(batch);
            NpgsqlDataReader reader = await batch.ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return new PostgresSession(database, connection, await StateRow.ReadAsync(reader).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> RunAsync(Action<PostgresBatch> statement) => InBatchAsync(
        async batch =>
        {
            statement(batch);
            return batch.Count == 0 ? 0 : await batch.RunAsync(CancellationToken.None).ConfigureAwait(false);
        });

    /// <summary>Reads the rows of a statement.</summary>
    public Task<List<T>> ReadAsync<T>(Action<PostgresBatch> statement, Func<NpgsqlDataReader, T> read) => InBatchAsync(
        batch =>
        {
            statement(batch);
            return batch.RowsAsync(read, CancellationToken.None);
        });

    public Task<int> CommitAsync() => RunAsync(batch =>
    {
        if (Sequence != _told)
        {
            StateRow.AddAdvance(batch, Sequence, space: null);
            _told = Sequence;
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
