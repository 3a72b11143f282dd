using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>Finds memories in PostgreSQL by vector (pgvector) and by words (a <c>tsvector</c> of the library's own terms).</summary>
/// <remarks>
/// Thread-safe. Beside a <see cref="PostgresHistoryStore"/> of the same database and schema it is committed with the history: nothing is applied to
/// it. With the history elsewhere, changes are applied in transactions that take turns, each with the position that they reach.
/// </remarks>
public sealed class PostgresVectorStore : IVectorStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresHistoryStore? _history;
    private readonly ReplicaReads? _replica;
    private volatile EmbeddingSpace? _space;

    /// <summary>Makes a store for a history that is kept elsewhere; nothing is opened yet.</summary>
    /// <param name="dataSource">Where the database is. It stays the caller's to dispose.</param>
    /// <param name="options">Settings, or null for the defaults. No history may be in the same schema.</param>
    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    public PostgresVectorStore(NpgsqlDataSource dataSource, PostgresStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _database = new PostgresDatabase(dataSource, (options ?? new PostgresStoreOptions()).Validated());
        if (_database.Options.Replica is not null)
        {
            throw new MemoryValidationException(
                nameof(PostgresStoreOptions.Replica), "Vectors of a history that is elsewhere have no replica.", "Keep the history in PostgreSQL too.");
        }
    }

    /// <summary>Makes the store of a history: what that commits is found at once.</summary>
    /// <param name="history">The history, which stays the caller's to dispose.</param>
    public PostgresVectorStore(PostgresHistoryStore history)
    {
        ArgumentNullException.ThrowIfNull(history);
        _history = history;
        _database = history.Database;
        _replica = _database.Options is { Replica: { } replica, Consistency: not PostgresConsistency.Strong } ? new ReplicaReads(_database, replica) : null;
    }

    /// <inheritdoc/>
    public bool IsCommittedWith(IHistoryStore history) => ReferenceEquals(history, _history);

    /// <inheritdoc/>
    public async Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        HistoryPosition position = await _database.RunAsync(
            async (connection, token) =>
            {
                await SchemaSteps.ApplyAsync(_database, connection, token).ConfigureAwait(false);
                return _history is null
                    ? await ProjectionRow.OpenAsync(_database, connection, space, token).ConfigureAwait(false)
                    : HistoryPosition.Start;
            },
            cancellationToken).ConfigureAwait(false);
        _space = space;
        return position;
    }

    /// <inheritdoc/>
    public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        if (_history is not null)
        {
            throw new InvalidOperationException("The store is a history's, and holds what that commits: another history takes a store of its own.");
        }

        VectorCheck.Changes(changes, Opened());
        PostgresProjection projection = new(_database, changes, position);
        return _database.RunAsync(projection.RunAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        EmbeddingSpace space = Opened();
        VectorCheck.Vector(query.Vector, space.Dimensions);
        PostgresVectorSearch search = new(_database, query, _history is null ? null : space);
        return FindAsync(query.AllowsStale, search.RunAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        MemoryKeywords terms = MemoryKeywords.Of(query.Text);
        return terms.Terms.Count == 0
            ? Task.FromResult<IReadOnlyList<VectorMatch>>([])
            : FindAsync(query.AllowsStale, new PostgresKeywordSearch(_database, query, terms).RunAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(CancellationToken cancellationToken = default) => _database.RunAsync(
        async (connection, token) =>
        {
            PostgresBatch batch = _database.Batch(connection);
            await using (batch.ConfigureAwait(false))
            {
                return (await batch.Add("SELECT count(*) FROM %.memories WHERE NOT is_deleted")
                    .RowsAsync(row => row.GetInt64(0), token).ConfigureAwait(false))[0];
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The store is a history's: what it finds goes when that is reset or erased.</exception>
    public async Task ClearAsync(CancellationToken cancellationToken = default)
    {
        if (_history is not null)
        {
            throw new InvalidOperationException("The store is a history's: empty that.");
        }

        await _database.RunAsync(
            async (connection, token) =>
            {
                await SchemaSteps.ApplyAsync(_database, connection, token).ConfigureAwait(false);
                PostgresBatch batch = _database.Batch(connection);
                await using (batch.ConfigureAwait(false))
                {
                    // Statements that go together are one transaction.
                    foreach (string table in (string[])["projection", "vectors", "memories", "memory_ids", "owners", "deleted_versions"])
                    {
                        batch.Add($"DELETE FROM %.{table}");
                    }

                    return await batch.RunAsync(token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
        _space = null;
    }

    /// <summary>Does nothing: the data source is the caller's.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<IReadOnlyList<VectorMatch>> FindAsync(
        bool allowsStale,
        Func<NpgsqlConnection, SearchFrame, CancellationToken, Task<IReadOnlyList<VectorMatch>?>> search,
        CancellationToken cancellationToken)
    {
        if (allowsStale && _replica is not null && await _replica.TryAsync(search, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        return (await _database.RunAsync(
            (connection, token) => search(connection, SearchFrame.OfPrimary(), token), cancellationToken).ConfigureAwait(false))!;
    }

    private EmbeddingSpace Opened() => _space ?? throw new InvalidOperationException("The store is not open: call OpenAsync first.");
}
