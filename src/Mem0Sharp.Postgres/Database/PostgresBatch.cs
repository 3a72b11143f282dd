using Npgsql;
using NpgsqlTypes;

namespace Mem0Sharp.Postgres;

/// <summary>Statements that go to the server together. Not thread-safe.</summary>
/// <remarks>Values are parameters, always: a statement's text is made of this package's own and the schema's name.</remarks>
internal sealed class PostgresBatch : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlBatch _batch;
    private readonly bool _isPrepared;
    private NpgsqlBatchCommand _current = null!;

    // Whether the batch is a transaction of the reader's, and whether its first result is that it became so.
    private bool _endsTransaction, _beginsWithRole;

    /// <param name="database">The database.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="isPlannedAnew">
    /// Whether the server plans them for their values each time: what looks at a whole scope takes several times as long by a plan for any values.
    /// </param>
    public PostgresBatch(PostgresDatabase database, NpgsqlConnection connection, bool isPlannedAnew)
    {
        _database = database;
        _isPrepared = database.PreparesStatements && !isPlannedAnew;
        _batch = new NpgsqlBatch(connection);
    }

    public int Count => _batch.BatchCommands.Count;

    /// <summary>Tells those who listen, with the commit: how far the log goes or, where a new one begins, <see cref="ChangeChannel.NewEpoch"/>.</summary>
    public PostgresBatch Notify(string payload) => Add("SELECT pg_notify($1, $2)").With(ChangeChannel.Of(_database.Schema)).With(payload);

    /// <summary>Begins a statement.</summary>
    public PostgresBatch Add(string sql)
    {
#pragma warning disable CA2100 // The text is made of constants and of a schema's name that was checked.
        _current = new NpgsqlBatchCommand(_database.Statement(sql));
#pragma warning restore CA2100
        _batch.BatchCommands.Add(_current);
        return this;
    }

    /// <summary>Makes the batch a transaction in which a scope's rows are all that there are, where the settings name a role for that: so that no
    /// statement, however wrong, brings out another's. Comes first, in a batch that is read.</summary>
    /// <param name="scope">The scope; null for everything, as the role that connects.</param>
    public PostgresBatch As(MemoryScope? scope)
    {
        if (scope is not null && _database.Options.ReaderRole is not null)
        {
            Add("BEGIN READ ONLY").Within(scope);
            _endsTransaction = true;
        }

        return this;
    }

    /// <summary>The same for the rest of a transaction that has begun just before.</summary>
    public PostgresBatch Within(MemoryScope scope)
    {
        if (_database.Options.ReaderRole is { } role)
        {
            ScopeSettings.AddTo(this, scope, role);
            _beginsWithRole = true;
        }

        return this;
    }

    public PostgresBatch With(long value) => With(NpgsqlDbType.Bigint, value);

    public PostgresBatch With(long? value) => With(NpgsqlDbType.Bigint, value);

    public PostgresBatch With(int value) => With(NpgsqlDbType.Integer, value);

    public PostgresBatch With(short value) => With(NpgsqlDbType.Smallint, value);

    public PostgresBatch With(short? value) => With(NpgsqlDbType.Smallint, value);

    public PostgresBatch With(double? value) => With(NpgsqlDbType.Double, value);

    public PostgresBatch With(bool value) => With(NpgsqlDbType.Boolean, value);

    public PostgresBatch With(string? value) => With(NpgsqlDbType.Text, value);

    public PostgresBatch With(byte[] value) => With(NpgsqlDbType.Bytea, value);

    public PostgresBatch With(byte[][] values) => With(NpgsqlDbType.Array | NpgsqlDbType.Bytea, values);

    public PostgresBatch With(string[]? values) => With(NpgsqlDbType.Array | NpgsqlDbType.Text, values);

    public PostgresBatch With(long[] values) => With(NpgsqlDbType.Array | NpgsqlDbType.Bigint, values);

    public PostgresBatch With(float[] values) => With(NpgsqlDbType.Array | NpgsqlDbType.Real, values);

    public PostgresBatch With(NpgsqlDbType type, object? value)
    {
        _current.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return this;
    }

    /// <summary>Adds the parameters that a scope's condition has.</summary>
    public PostgresBatch With(IEnumerable<string> values)
    {
        foreach (string value in values)
        {
            With(value);
        }

        return this;
    }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the statements, and reads the results from the first that was asked for.</summary>
    public async Task<NpgsqlDataReader> ReadAsync(CancellationToken cancellationToken)
    {
        if (_endsTransaction)
        {
            Add("COMMIT");
        }

        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        NpgsqlDataReader reader = await _batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        if (!_beginsWithRole)
        {
            return reader;
        }

        try
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs the statements and reads the rows of the first that has any.</summary>
    public async Task<List<T>> RowsAsync<T>(Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        NpgsqlDataReader reader = await ReadAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            List<T> rows = [];
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    public ValueTask DisposeAsync() => _batch.DisposeAsync();

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        // Where the connection has all of them, nothing is sent.
        if (_isPrepared)
        {
            await _batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
