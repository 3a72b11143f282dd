using System.Diagnostics;
using Mem0Sharp.Postgres.Tests.Servers;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Roles;

/// <summary>What the reader's role costs.</summary>
public sealed class ExchangeTests(PostgresServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_AsTheReader_TakeAsManyExchangesAsWithout()
    {
        await using RolesDatabase roles = await RolesDatabase.CreateAsync(await servers.GetRealAsync());
        string name = new NpgsqlConnectionStringBuilder(roles.ConnectionString).Database!;
        NpgsqlDataSource source = roles.SourceOf(roles.Owner);
        await using Memory plain = Tenants.Open(source, new PostgresStoreOptions { Partitions = 2 }), narrowed = Tenants.Open(source, roles.Options);
        await Tenants.FillAsync(plain, Token);
        await ReadAsync(plain);
        await ReadAsync(narrowed);

        // The driver has a span for each exchange that runs something.
        int exchanges = 0;
        using ActivityListener listener = new()
        {
            ShouldListenTo = span => span.Name is "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => exchanges += span.TagObjects.Any(tag => string.Equals(tag.Value as string, name, StringComparison.Ordinal)) ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        await ReadAsync(plain);
        int before = exchanges;
        await ReadAsync(narrowed);

        before.Should().BePositive("a driver that tells nothing proves nothing");
        (exchanges - before).Should().Be(before);
    }

    private static async Task ReadAsync(Memory memory)
    {
        MemoryScope alice = MemoryScope.ForUser("alice");
        await memory.SearchAsync("green tea", alice, cancellationToken: Token);
        await memory.CountAsync(alice, cancellationToken: Token);
        await memory.GetAllAsync(alice, cancellationToken: Token).ToListAsync(Token);
    }
}
