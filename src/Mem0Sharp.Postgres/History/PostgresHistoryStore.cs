using System.Runtime.CompilerServices;
using Npgsql;

namespace Mem0Sharp.Postgres;

/// <summary>The history in PostgreSQL, which many hosts share, with the newest versions and their vectors in the same transactions.</summary>
/// <remarks>
/// Thread-safe. Commits of all hosts take turns: each holds one row from its first statement to its commit, so sequences have no gap and are in
/// the order of the commits, and a decision is taken on what is newest. Reads never wait. A call is made again where the server could not be
/// reached or was shut down; a commit whose answer was lost is looked for first, so nothing is written twice.
/// </remarks>
public sealed partial class PostgresHistoryStore : IHistoryStore
{
    private const int Page = 256;

    private readonly PostgresDatabase _database;
    private readonly PostgresChanges _changes;

    /// <summary>Makes a history; nothing is opened yet.</summary>
    /// <param name="dataSource">Where the database is. It stays the caller's to dispose.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="MemoryValidationException">A setting is out of range.</exception>
    public PostgresHistoryStore(NpgsqlDataSource dataSource, PostgresStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _database = new PostgresDatabase(dataSource, (options ?? new PostgresStoreOptions()).Validated());
        _changes = new PostgresChanges(_database, GetPositionAsync);
    }

    /// <summary>Gets the database, for a vector store that is in the same one.</summary>
    internal PostgresDatabase Database => _database;

    /// <inheritdoc/>
    public Task<HistoryState> OpenAsync(CancellationToken cancellationToken = default) => _database.RunAsync(
        async (connection, token) =>
        {
            await SchemaSteps.ApplyAsync(_database, connection, token).ConfigureAwait(false);
            return await StateAsync(connection, token).ConfigureAwait(false);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<HistoryPosition> GetPositionAsync(CancellationToken cancellationToken = default) =>
        (await _database.RunAsync(StateAsync, cancellationToken).ConfigureAwait(false)).Position;

    /// <inheritdoc/>
    /// <remarks>
    /// One connection of the pool is held for it, from the first call until the store is disposed, and opened again where it breaks. Where the server's
    /// notifications do not come (a pooler in transaction mode, a pool of one connection), that is logged once, and the position is read
    /// four times a second while somebody waits.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The store is disposed, before or meanwhile.</exception>
    public Task WaitForCommitAsync(HistoryPosition known, CancellationToken cancellationToken = default) => _changes.WaitAsync(known, cancellationToken);

    /// <inheritdoc/>
    public async Task<HistoryCommit> CommitAsync(IReadOnlyList<HistoryWrite> writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        PostgresCommit attempt = new(_database, writes);
        HistoryCommit commit = await UncertainAsync(_database.RunAsync(attempt.RunAsync, cancellationToken), () => attempt.IsUncertain)
            .ConfigureAwait(false);
        Note(commit.After);
        return commit;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemoryHead?>> GetHeadsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0)
        {
            return [];
        }

        List<MemoryHead> heads = await ReadAsync(
            batch => batch.Add(HeadColumns.ByIds)
                .With([.. ids.Distinct(StringComparer.Ordinal)]),
            row => HeadColumns.Read(row).Head,
            cancellationToken,
            shows: true).ConfigureAwait(false);
        Dictionary<string, MemoryHead> known = heads.ToDictionary(head => head.Item.Id, StringComparer.Ordinal);
        return [.. ids.Select(known.GetValueOrDefault)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemoryHead>> ListAsync(HistoryListQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        List<MemoryHead> heads = [];
        for (long before = query.Before ?? long.MaxValue; ;)
        {
            // With a filter, pages are read until one is full of what matches.
            int limit = query.Filter is null ? query.Limit : Math.Max(query.Limit, Page);
            List<MemoryHead> page = await ReadAsync(
                batch => batch.As(query.Scope).Add($"""
                        SELECT {HeadColumns.Sql} FROM %.memories m
                        WHERE NOT m.is_deleted AND m.number < $1 AND ($2::bigint IS NULL OR m.expires_at IS NULL OR m.expires_at > $2)
                            {(query.InReview ? "AND m.review_of IS NOT NULL" : string.Empty)} AND {ScopeOwner.Condition(query.Scope, "m", 4)}
                        ORDER BY m.number DESC LIMIT $3
                        """)
                    .With(before).With(query.ActiveAt?.UtcTicks).With((long)limit).With(ScopeOwner.Values(query.Scope)),
                row => HeadColumns.Read(row).Head,
                cancellationToken,
                shows: true).ConfigureAwait(false);
            heads.AddRange(page.Where(head => query.Filter?.Matches(head.Item) != false).Take(query.Limit - heads.Count));
            if (page.Count < limit || heads.Count == query.Limit)
            {
                return heads;
            }

            before = page[^1].FirstSequence;
        }
    }

    /// <inheritdoc/>
    public async Task<long> CountAsync(
        MemoryScope? scope, DateTimeOffset? activeAt, MemoryFilter? filter = null, CancellationToken cancellationToken = default)
    {
        if (filter is not null)
        {
            long count = 0;
            for (long? before = null; ;)
            {
                HistoryListQuery query = new() { Scope = scope, ActiveAt = activeAt, Limit = Page, Filter = filter, Before = before };
                IReadOnlyList<MemoryHead> page = await ListAsync(query, cancellationToken).ConfigureAwait(false);
                count += page.Count;
                if (page.Count < Page)
                {
                    return count;
                }

                before = page[^1].FirstSequence;
            }
        }

        return await OneAsync(
            batch => batch.As(scope).Add($"""
                    SELECT count(*) FROM %.memories m WHERE NOT m.is_deleted AND ($1::bigint IS NULL OR m.expires_at IS NULL OR m.expires_at > $1)
                        AND {ScopeOwner.Condition(scope, "m", 2)}
                    """)
                .With(activeAt?.UtcTicks).With(ScopeOwner.Values(scope)),
            row => row.GetInt64(0),
            cancellationToken,
            shows: true).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<long> GetSequenceAtAsync(DateTimeOffset at, CancellationToken cancellationToken = default) => OneAsync(
        batch => batch.Add("SELECT coalesce(max(sequence), 0) FROM %.history WHERE recorded_at <= $1").With(PostgresRecord.Ticks(at)),
        row => row.GetInt64(0),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<RecordedCall?> GetCallAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        List<RecordedCall> calls = await ReadAsync(
            batch => batch.Add("SELECT request, outcome, called_at, user_id, agent_id, run_id, app_id FROM %.calls WHERE key = $1").With(key),
            row => CallColumns.Read(row, 0),
            cancellationToken).ConfigureAwait(false);
        return calls.Count == 0 ? null : calls[0];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DateTimeOffset?>> GetRejectionsAsync(
        IReadOnlyList<RejectedValue> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
        {
            return [];
        }

        PostgresTables known = new(0);
        MissingRows asked = new();
        asked.Rejections.UnionWith(values);
        await _database.RunAsync(
            async (connection, token) =>
            {
                await MissingRowsReader.LoadAsync(_database, connection, asked, known, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return [.. values.Select(known.RejectedAt)];
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Rejection> ReadRejectionsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RejectedValue after = new(string.Empty, string.Empty);
        while (true)
        {
            List<Rejection> page = await ReadAsync(
                batch => batch.Add("SELECT scope, value, rejected_at FROM %.rejections WHERE (scope, value) > ($1, $2) ORDER BY scope, value LIMIT $3")
                    .With(after.Scope).With(after.Value).With((long)Page),
                row => new Rejection(new RejectedValue(row.GetString(0), row.GetString(1)), PostgresRecord.Instant(row.GetInt64(2))),
                cancellationToken).ConfigureAwait(false);
            foreach (Rejection rejection in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return rejection;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Value;
        }
    }

    /// <summary>Refuses: what is in a server is backed up by the server's own means.</summary>
    /// <param name="path">Not used.</param>
    /// <param name="cancellationToken">Not used.</param>
    /// <returns>Nothing.</returns>
    /// <exception cref="MemoryConfigurationException">Always.</exception>
    public Task BackupAsync(string path, CancellationToken cancellationToken = default) =>
        Task.FromException(new MemoryConfigurationException(
            "The history is in PostgreSQL: there is no file to back up.",
            "Use pg_dump, pg_basebackup or your provider's backups, or write it out by Memory.ExportAsync."));

    /// <summary>Ends the waiting for commits, and closes its connection. The data source is the caller's.</summary>
    /// <returns>A task that ends when the connection is closed.</returns>
    public ValueTask DisposeAsync() => _changes.DisposeAsync();

    private async Task<HistoryState> StateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        PostgresBatch batch = _database.Batch(connection);
        await using (batch.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await batch.Add(StateRow.Select).ReadAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await StateRow.ReadAsync(reader).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Notes how far the log goes after a commit of this host.</summary>
    private void Note(HistoryPosition position)
    {
        _changes.Tell(position);
        _database.Seen?.Note(position);
    }

    /// <summary>Reads the rows of one statement.</summary>
    /// <param name="statement">Adds the statement.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <param name="shows">Whether a caller is shown what memories are: no search of this memory is older from then on.</param>
    private Task<List<T>> ReadAsync<T>(
        Action<PostgresBatch> statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, bool shows = false) =>
        _database.RunAsync(
        async (connection, token) =>
        {
            PostgresBatch batch = _database.Batch(connection);
            await using (batch.ConfigureAwait(false))
            {
                statement(batch);
                if (_database.Seen is not { } seen || !shows)
                {
                    return await batch.RowsAsync(read, token).ConfigureAwait(false);
                }

                // Behind the read: it showed as much, or less.
                batch.Add(StateRow.Select);
                NpgsqlDataReader reader = await batch.ReadAsync(token).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    List<T> rows = [];
                    while (await reader.ReadAsync(token).ConfigureAwait(false))
                    {
                        rows.Add(read(reader));
                    }

                    await reader.NextResultAsync(token).ConfigureAwait(false);
                    seen.Note((await StateRow.ReadAsync(reader).ConfigureAwait(false)).Position);
                    return rows;
                }
            }
        },
        cancellationToken);

    private async Task<T> OneAsync<T>(
        Action<PostgresBatch> statement, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, bool shows = false) =>
        (await ReadAsync(statement, read, cancellationToken, shows).ConfigureAwait(false))[0];

    /// <summary>Runs a write in a transaction that holds the log's end.</summary>
    private async Task<T> WriteAsync<T>(Func<PostgresSession, Task<T>> work, CancellationToken cancellationToken)
    {
        PostgresWrite<T> write = new(_database, work);
        T result = await UncertainAsync(_database.RunAsync(write.RunAsync, cancellationToken), () => write.IsUncertain).ConfigureAwait(false);
        Note(write.Position);
        return result;
    }

    // Whoever is told that a write may be made again, makes it twice where the first has happened.
    private static async Task<T> UncertainAsync<T>(Task<T> attempts, Func<bool> isUncertain)
    {
        try
        {
            return await attempts.ConfigureAwait(false);
        }
        catch (MemoryStoreException exception) when (exception.IsTransient && isUncertain())
        {
            throw new MemoryStoreException(
                "PostgreSQL went away before it said whether the change was committed: look before you make it again.", innerException: exception);
        }
    }
}
