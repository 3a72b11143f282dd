using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Tests.History;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>What every history does, as a role that owns nothing, behind row security, on tables that an administrator's script made.</summary>
public sealed class HostHistoryStoreTests(PostgresServers servers) : HistoryStoreContract
{
    private static int s_schemas;
    private static readonly SemaphoreSlim s_turn = new(1, 1);
    private static RolesDatabase? s_roles;
    private PostgresStoreOptions _options = null!, _other = null!;

    public override async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServers.RunsAll, "By day the owner's run of the same stands for it: MEM0SHARP_POSTGRES_ALL=1 runs every one.");
        await s_turn.WaitAsync();
        try
        {
            s_roles ??= await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        }
        finally
        {
            s_turn.Release();
        }

        (_options, _other) = (await NewAsync(), await NewAsync());
        await base.InitializeAsync();
    }

    protected override IHistoryStore Create() => new PostgresHistoryStore(s_roles!.HostSource, _options);

    protected override IHistoryStore CreateOther() => new PostgresHistoryStore(s_roles!.HostSource, _other);

    private static async Task<PostgresStoreOptions> NewAsync()
    {
        PostgresStoreOptions options = s_roles!.Options;
        (options.Schema, options.Partitions) = ($"by_script_{Interlocked.Increment(ref s_schemas)}", 1);
        await s_roles.ExecuteAsync(PostgresSchemaScript.Create(options));
        return options;
    }
}
