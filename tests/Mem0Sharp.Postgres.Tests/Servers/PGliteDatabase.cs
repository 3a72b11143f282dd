using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>One database of <see cref="PGliteServer"/> for the tests of a class: each is a PGlite of its own, and starts in a second.</summary>
public sealed class PGliteDatabase(PostgresServers servers) : IAsyncDisposable
{
    private TestDatabase? _database;
    private NpgsqlDataSource? _source;

    /// <summary>Gets it. The tests of a class run one after another.</summary>
    /// <remarks>The test is skipped where it cannot be had: a fixture that skips while it starts would fail its tests.</remarks>
    public async Task<NpgsqlDataSource> GetAsync()
    {
        if (_source is null)
        {
            PostgresServer server = await servers.GetAsync(ServerKind.PGlite);
            _database = await server.CreateDatabaseAsync(CancellationToken.None);
            _source = NpgsqlDataSource.Create(_database.ConnectionString);
        }

        return _source;
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
            await _database!.DisposeAsync();
        }
    }
}
