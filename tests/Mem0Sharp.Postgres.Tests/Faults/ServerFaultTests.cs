using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>Servers that go away in the middle of a load of updates: nothing that was acknowledged is lost, and nothing happens twice.</summary>
public sealed class ServerFaultTests
{
    private const int Hosts = 2, Callers = 6, Between = 40;

    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_WhileTheServerIsStoppedAndKilledAndStartsAgain_LosesNothingAndDoublesNothing_A1()
    {
        await using RealServer server = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);

        await UnderLoadAsync(source, async load =>
        {
            foreach (Func<Task> fault in (Func<Task>[])
                [
                    () => server.RestartAsync(StopMode.Fast, Token),
                    () => server.RestartAsync(StopMode.Immediate, Token),
                    async () =>
                    {
                        await server.KillAsync(Token);
                        await server.StartAsync(Token);
                    },
                ])
            {
                await load.MoreAsync(Between, Token);
                await fault();
            }
        });
    }

    [Fact]
    public async Task UpdateAsync_WhileTheServerFailsOverToItsReplica_LosesNothingAndDoublesNothing_A1()
    {
        await using RealServer primary = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await using ReplicaServer replica = await ReplicaServer.CreateAsync(primary, new() { FlushesToDisk = false }, Token);
        await replica.CatchUpAsync(Token);

        // A commit is acknowledged when the replica has it: without that, a failover may lose some, whoever the client is.
        await Sql.ExecuteAsync(primary.ConnectionString, "ALTER SYSTEM SET synchronous_standby_names = '*'", Token);
        await Sql.ExecuteAsync(primary.ConnectionString, "SELECT pg_reload_conf()", Token);
        NpgsqlConnectionStringBuilder both = new(primary.ConnectionString)
        {
            Host = $"127.0.0.1:{Port(primary)},127.0.0.1:{Port(replica)}",
            HostRecheckSeconds = 1,
        };
        await using NpgsqlMultiHostDataSource hosts = new NpgsqlDataSourceBuilder(both.ConnectionString).BuildMultiHost();

        await UnderLoadAsync(hosts.WithTargetSession(TargetSessionAttributes.Primary), async load =>
        {
            await load.MoreAsync(Between, Token);
            await primary.KillAsync(Token);
            await Sql.ExecuteAsync(replica.ConnectionString, "ALTER SYSTEM SET synchronous_standby_names = ''", Token);
            await replica.PromoteAsync(Token);
        });
    }

    private static int Port(RealServer server) => new NpgsqlConnectionStringBuilder(server.ConnectionString).Port;

    private static async Task UnderLoadAsync(NpgsqlDataSource source, Func<UpdateLoad, Task> faults)
    {
        Memory[] hosts = [.. Enumerable.Range(0, Hosts).Select(_ => new MemoryBuilder()
            .UsePostgres(source, options => (options.Partitions, options.Retries) = (1, 20))
            .UseEmbeddings(new DeterministicEmbeddingGenerator())
            .Build())];
        MemoryItem item = (await hosts[0].AddAsync("counted", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
        UpdateLoad load = new(hosts, item.Id);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        load.Begin(Callers, stop.Token);

        await faults(load);
        await load.MoreAsync(Between, Token);
        await stop.CancelAsync();
        await load.EndAsync();

        await load.ShouldBeThereOnceAsync(hosts[^1], Token);
        foreach (Memory host in hosts)
        {
            await host.DisposeAsync();
        }
    }
}
