using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Polly;
using Polly.Retry;

namespace Mem0Sharp.Postgres;

/// <summary>The database of a memory: connections, statements, and calls that are made again when a server went away. Thread-safe.</summary>
internal sealed class PostgresDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly ResiliencePipeline _retries;

    // Replaced as a whole, when the tables are opened.
    private volatile StatementNames _names;

    /// <param name="source">The caller's data source. Not disposed.</param>
    /// <param name="options">The settings, validated.</param>
    public PostgresDatabase(NpgsqlDataSource source, PostgresStoreOptions options)
    {
        _source = source;
        Options = options;
        _names = new StatementNames(options.Schema, string.Empty);
        PreparesStatements = options.PreparesStatements
            ?? new NpgsqlConnectionStringBuilder(source.ConnectionString) is { NoResetOnClose: false, Multiplexing: false };
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Mem0Sharp.Postgres");
        Seen = options is { Replica: not null, Consistency: PostgresConsistency.Session } ? new SeenPosition() : null;
        _retries = options.Retries == 0
            ? ResiliencePipeline.Empty
            : new ResiliencePipelineBuilder()
                .AddRetry(new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<Exception>(PostgresErrors.IsTransient),
                    MaxRetryAttempts = options.Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(50),
                    MaxDelay = TimeSpan.FromSeconds(5),
                    UseJitter = true,
                })
                .Build();
    }

    public PostgresStoreOptions Options { get; }

    /// <summary>Gets a value indicating whether statements are prepared by the server, each once for a connection.</summary>
    public bool PreparesStatements { get; }

    /// <summary>Gets where it logs.</summary>
    public ILogger Logger { get; }

    /// <summary>Gets what this memory has written and shown; null where no search must be as new.</summary>
    public SeenPosition? Seen { get; }

    /// <summary>Gets a value indicating whether the pool has one connection: then none can be held.</summary>
    public bool IsPoolOfOne => new NpgsqlConnectionStringBuilder(_source.ConnectionString) is { Pooling: true, MaxPoolSize: 1 };

    /// <summary>Gets the schema, which needs no quoting.</summary>
    public string Schema => Options.Schema;

    /// <summary>Gets the schema of pgvector, quoted where it must be; empty before the tables are opened.</summary>
    public string ExtensionSchema => _names.Extension;

    /// <summary>Puts the schemas' names into a statement: where "%." stands before a table, and "%:" before a type or an operator of pgvector's.</summary>
    public string Statement(string sql) => _names.Complete(sql);

    /// <summary>Notes where pgvector is, so that no statement depends on the search path.</summary>
    public void UseExtensionIn(string quotedSchema)
    {
        if (!string.Equals(quotedSchema, _names.Extension, StringComparison.Ordinal))
        {
            _names = new StatementNames(Schema, quotedSchema);
        }
    }

    /// <summary>Begins statements that go to the server together.</summary>
    public PostgresBatch Batch(NpgsqlConnection connection) => new(this, connection, isPlannedAnew: false);

    /// <summary>Begins statements that look at a whole scope, whose plan is to be made for their values.</summary>
    public PostgresBatch ScopeBatch(NpgsqlConnection connection) => new(this, connection, isPlannedAnew: true);

    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => _source.OpenConnectionAsync(cancellationToken);

    /// <summary>Runs what may be run again: a read, or a write that finds out what became of an earlier attempt.</summary>
    /// <exception cref="MemoryException">It failed for good, or for as long as it was tried.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(
                async token =>
                {
                    NpgsqlConnection connection = await ConnectAsync(token).ConfigureAwait(false);
                    await using (connection.ConfigureAwait(false))
                    {
                        return await work(connection, token).ConfigureAwait(false);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.CanTranslate(exception))
        {
            throw PostgresErrors.Translate(exception);
        }
    }
}
