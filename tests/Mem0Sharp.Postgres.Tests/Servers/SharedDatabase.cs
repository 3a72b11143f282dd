using System.Collections.Concurrent;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>A database that tests share. Each takes schemas that no other has.</summary>
/// <param name="database">The database.</param>
/// <param name="outlives">Whether its server outlives the tests: else the server ends with it, which is quicker than to drop all that is in it.</param>
public sealed class SharedDatabase(TestDatabase database, bool outlives) : IAsyncDisposable
{
    private readonly ConcurrentBag<PostgresStoreOptions> _empty = [];
    private int _schemas;

    public TestDatabase Database => database;

    public NpgsqlDataSource Source { get; } = NpgsqlDataSource.Create(database.ConnectionString);

    /// <summary>Gets the settings of a memory that nobody has yet.</summary>
    /// <param name="partitions">Into how many partitions its tables are divided: the fewer, the quicker they are made.</param>
    public PostgresStoreOptions NewSchema(int partitions = 1) => new() { Schema = $"test_{Interlocked.Increment(ref _schemas)}", Partitions = partitions };

    /// <summary>Gets the settings of a memory that is nobody's: an empty one that was given back, or one that is yet to be made.</summary>
    public PostgresStoreOptions TakeEmpty() => _empty.TryTake(out PostgresStoreOptions? options) ? options : NewSchema();

    /// <summary>Empties a memory's tables, as if they had just been made, for whoever takes them next.</summary>
    public async Task GiveBackAsync(PostgresStoreOptions options)
    {
        string schema = options.Schema;
        await using NpgsqlCommand command = Source.CreateCommand($"""
            DO $$
            DECLARE
                name text;
            BEGIN
                FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '{schema}' AND tablename <> 'format' ORDER BY tablename DESC LOOP
                    EXECUTE 'DELETE FROM {schema}.' || name;
                END LOOP;
                IF to_regclass('{schema}.state') IS NOT NULL THEN
                    INSERT INTO {schema}.state (epoch, sequence) VALUES ({HistoryPosition.NewEpoch()}, 0);
                END IF;
            END $$
            """);
        await command.ExecuteNonQueryAsync();
        _empty.Add(options);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (outlives)
        {
            await database.DisposeAsync();
        }
    }
}
