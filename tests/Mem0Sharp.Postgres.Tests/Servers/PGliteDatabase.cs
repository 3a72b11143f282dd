using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Servers;

/// <summary>One database of <see cref="PGliteServer"/> for the tests of a class: each is a PGlite of its own, and starts in a second.</summary>
public sealed class PGliteDatabase(PostgresServers servers) : IAsyncLifetime
{
    private TestDatabase? _database;
    private NpgsqlDataSource? _source;

    public NpgsqlDataSource Source => _source!;

    public async ValueTask InitializeAsync()
    {
        PostgresServer server = await servers.GetAsync(ServerKind.PGlite);
        _database = await server.CreateDatabaseAsync(CancellationToken.None);
        _source = NpgsqlDataSource.Create(_database.ConnectionString);
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
