using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests;

/// <summary>Connections that break while something is written.</summary>
public sealed class ResilienceTests(PostgresServers servers)
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddAsync_WhileConnectionsAreEndedAllTheTime_WritesEachOnce()
    {
        const int Memories = 150, Seed = 20261128;
        RealServer server = await servers.GetRealAsync();
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        string name = $"host_{options.Schema}";
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.Database.ConnectionString) { ApplicationName = name }.ConnectionString);
        await using Memory memory = new MemoryBuilder()
            .UsePostgres(source, chosen => (chosen.Schema, chosen.Partitions, chosen.Retries) = (options.Schema, 1, 20))
            .UseEmbeddings(new DeterministicEmbeddingGenerator())
            .Build();
        await memory.OpenAsync(Token);
        using CancellationTokenSource done = new();
        int ended = 0;
        Random random = new(Seed);
        Task ending = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    ended += await Sql.ScalarAsync<int>(
                        server.ConnectionString,
                        $"SELECT count(pg_terminate_backend(pid))::int FROM pg_stat_activity WHERE application_name = '{name}' AND state <> 'idle'",
                        Token);
                    await Task.Delay(random.Next(30), Token);
                }
            },
            Token);
        string[] texts = [.. Enumerable.Range(0, Memories).Select(n => $"memory number {n}")];
        foreach (string text in texts)
        {
            (await memory.AddAsync(text, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Should().ContainSingle();
        }

        await done.CancelAsync();
        await ending;
        ended.Should().BeGreaterThan(5, "connections that nobody ended prove nothing (seed {0})", Seed);
        (await memory.GetAllAsync(Alice, cancellationToken: Token).ToListAsync(Token)).Select(item => item.Text).Should().BeEquivalentTo(texts, "seed {0}", Seed);
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }
}
