using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;
using Npgsql;

namespace Mem0Sharp.Postgres.Tests.Replicas;

/// <summary>What is acknowledged before it is kept, and what becomes of it.</summary>
public sealed class WeakTests
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AddAsync_WhereACommitMustWaitForAStandbyThatIsNotThere_IsAcknowledgedOnlyWhereItIsWeak()
    {
        await using RealServer server = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using Memory weak = Open(source, PostgresConsistency.Weak);
        await using Memory eventual = Open(source, PostgresConsistency.Eventual);
        MemoryItem item = (await weak.AddAsync("before", Alice, Verbatim, Token)).Items.Single();
        await eventual.OpenAsync(Token);
        Task probe = await RequireStandbyAsync();

        await weak.AddAsync("weak", Alice, Verbatim, Token);
        Task waiting = eventual.AddAsync("eventual", Alice, Verbatim, Token);
        await UntilWaitingAsync(2);
        waiting.IsCompleted.Should().BeFalse("no standby has it");
        await ConfigureAsync("RESET synchronous_standby_names");
        await Task.WhenAll(waiting, probe);

        probe = await RequireStandbyAsync();
        Task erasing = weak.EraseAsync(item.Id, Token);
        await UntilWaitingAsync(2);
        erasing.IsCompleted.Should().BeFalse("what is erased stays erased, whatever crashes");
        await ConfigureAsync("RESET synchronous_standby_names");
        await Task.WhenAll(erasing, probe);

        // Returns a commit that waits already: the server has heard of it.
        async Task<Task> RequireStandbyAsync()
        {
            await ConfigureAsync("SET synchronous_standby_names = 'nobody'");
            while (true)
            {
                Task trial = Sql.ExecuteAsync(server.ConnectionString, "SELECT pg_logical_emit_message(true, 'probe', '')", Token);
                while (!trial.IsCompleted)
                {
                    if (await WaitingAsync() > 0)
                    {
                        return trial;
                    }
                }

                await trial;
            }
        }

        async Task ConfigureAsync(string change)
        {
            await Sql.ExecuteAsync(server.ConnectionString, $"ALTER SYSTEM {change}", Token);
            await Sql.ExecuteAsync(server.ConnectionString, "SELECT pg_reload_conf()", Token);
        }

        Task<long> WaitingAsync() =>
            Sql.ScalarAsync<long>(server.ConnectionString, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'", Token);

        async Task UntilWaitingAsync(int count)
        {
            while (await WaitingAsync() < count)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
            }
        }
    }

    [Theory]
    [InlineData(PostgresConsistency.Weak)]
    [InlineData(PostgresConsistency.Strong)]
    public async Task AddAsync_BeforeTheServerCrashes_IsKeptUpToSomeCommitOrWholly(PostgresConsistency level)
    {
        const int Memories = 100;
        await using RealServer server = await RealServer.CreateAsync(new() { FlushesToDisk = false }, Token);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server.ConnectionString);
        await using Memory memory = Open(source, level);
        MemoryItem erased = (await memory.AddAsync("erased", Alice, Verbatim, Token)).Items.Single();
        await memory.EraseAsync(erased.Id, Token);
        string[] texts = [.. Enumerable.Range(0, Memories).Select(n => $"memory number {n}")];
        foreach (string text in texts)
        {
            await memory.AddAsync(text, Alice, Verbatim, Token);
        }

        await server.RestartAsync(StopMode.Immediate, Token);

        await using Memory after = Open(source, level);
        string[] kept = [.. (await after.GetAllAsync(Alice, cancellationToken: Token).ToListAsync(Token)).OrderBy(item => item.Id, StringComparer.Ordinal)
            .Select(item => item.Text)];
        kept.Should().Equal(texts[..kept.Length], "the log is what it was, up to some commit");
        kept.Length.Should().BeInRange(level == PostgresConsistency.Weak ? 0 : Memories, Memories);
        (await after.CheckAsync(Token)).Problems.Should().BeEmpty();
        await after.AddAsync("after", Alice, Verbatim, Token);
        (await after.CountAsync(Alice, cancellationToken: Token)).Should().Be(kept.Length + 1);
    }

    private static Memory Open(NpgsqlDataSource source, PostgresConsistency level) => new MemoryBuilder()
        .UsePostgres(source, options => (options.Partitions, options.Consistency) = (1, level))
        .UseEmbeddings(new DeterministicEmbeddingGenerator())
        .Build();
}
