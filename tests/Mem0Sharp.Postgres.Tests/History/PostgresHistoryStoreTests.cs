using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Tests.History;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.History;

/// <summary>The history in PostgreSQL does what every history does.</summary>
public abstract class PostgresHistoryStoreTests(PostgresServers servers, ServerKind kind) : HistoryStoreContract
{
    private readonly List<NpgsqlDataSource> _sources = [];
    private TestDatabase _database = null!;
    private int _schemas;

    public override async ValueTask InitializeAsync()
    {
        PostgresServer server = await servers.GetAsync(kind);
        _database = await server.CreateDatabaseAsync(Token);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (NpgsqlDataSource source in _sources)
        {
            await source.DisposeAsync();
        }

        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override IHistoryStore Create() => Of("mem0sharp");

    protected override IHistoryStore CreateOther() => Of($"other_{++_schemas}");

    private PostgresHistoryStore Of(string schema)
    {
        NpgsqlDataSource source = NpgsqlDataSource.Create(_database.ConnectionString);
        _sources.Add(source);
        return new PostgresHistoryStore(source, new PostgresStoreOptions { Schema = schema, Partitions = 2 });
    }
}
