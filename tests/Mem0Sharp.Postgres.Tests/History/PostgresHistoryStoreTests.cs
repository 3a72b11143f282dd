using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Tests.History;

namespace Mem0Sharp.Postgres.Tests.History;

/// <summary>The history in PostgreSQL does what every history does.</summary>
public abstract class PostgresHistoryStoreTests(PostgresServers servers, ServerKind kind) : HistoryStoreContract
{
    private readonly PostgresServers _servers = servers;
    private SharedDatabase _database = null!;
    private PostgresStoreOptions _options = null!;

    public override async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServers.Runs(kind), "By day the real server stands for it: MEM0SHARP_POSTGRES_ALL=1 runs every one.");
        _database = await _servers.GetDatabaseAsync(kind);
        _options = _database.NewSchema(partitions: 3);
        await base.InitializeAsync();
    }

    protected override IHistoryStore Create() => new PostgresHistoryStore(_database.Source, _options);

    protected override IHistoryStore CreateOther() => new PostgresHistoryStore(_database.Source, _database.NewSchema());
}
