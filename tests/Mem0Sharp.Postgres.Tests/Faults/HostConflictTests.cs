using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Faults;

/// <summary>Two hosts that update one memory at once.</summary>
public sealed class HostConflictTests(PostgresServers servers)
{
    private const int Rounds = 60, Callers = 4;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task UpdateAsync_OfOneVersionByTwoHosts_IsAConflictForWhicheverHostLoses_B1()
    {
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        NpgsqlDataSource[] sources = [.. Enumerable.Range(0, 2).Select(_ => NpgsqlDataSource.Create(database.Database.ConnectionString))];
        Memory[] hosts = [.. sources.Select(source => new MemoryBuilder()
            .UsePostgres(source, chosen => (chosen.Schema, chosen.Partitions) = (options.Schema, options.Partitions))
            .UseEmbeddings(new DeterministicEmbeddingGenerator())
            .Build())];
        MemoryItem item = (await hosts[0].AddAsync(
            "contended", MemoryScope.ForUser("alice"), new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
        await hosts[1].OpenAsync(Token);
        int[] won = new int[hosts.Length];
        for (int round = 1; round <= Rounds; round++)
        {
            int version = round;
            Exception?[] errors = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
                async () => await Record.ExceptionAsync(() => hosts[(caller + version) % 2].UpdateAsync(
                    item.Id, $"{version} by {caller}", new MemoryUpdateOptions { ExpectedVersion = version }, Token)),
                Token)));

            int winner = Array.FindIndex(errors, error => error is null);
            won[(winner + version) % 2]++;
            errors.Where((_, caller) => caller != winner).Should().AllBeOfType<MemoryConflictException>().And.OnlyContain(
                error => ((MemoryConflictException)error!).ExpectedVersion == version && ((MemoryConflictException)error).ActualVersion == version + 1);
        }

        won.Should().OnlyContain(count => count > 0, "each of them lost, too");
        (await hosts[0].HistoryAsync(item.Id, Token).Select(row => row.Version).ToListAsync(Token)).Should().Equal(Enumerable.Range(1, Rounds + 1));
        foreach (Memory host in hosts)
        {
            await host.DisposeAsync();
        }

        foreach (NpgsqlDataSource source in sources)
        {
            await source.DisposeAsync();
        }
    }
}
