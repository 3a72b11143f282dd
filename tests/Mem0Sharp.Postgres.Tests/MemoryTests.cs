using System.Text.Json.Nodes;
using Mem0Sharp.Postgres.Tests.Servers;
using Mem0Sharp.Testing;

namespace Mem0Sharp.Postgres.Tests;

/// <summary>A whole memory in PostgreSQL, from several hosts.</summary>
public sealed class MemoryTests(PostgresServers servers)
{
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task Memory_OnAnyServer_AddsUpdatesFindsForgetsAndLooksBack(ServerKind kind)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(kind);
        PostgresStoreOptions options = database.NewSchema(partitions: 2);
        await using Memory memory = Open(database, options);
        MemoryItem item = (await memory.AddAsync("Likes green tea", Alice, Verbatim, Token)).Items.Single();
        await memory.AddAsync("Lives in a lighthouse", Alice, Verbatim, Token);
        MemoryUpdateResult updated = await memory.UpdateAsync(item.Id, "Likes mint tea", cancellationToken: Token);
        updated.Item!.Version.Should().Be(2);

        (await memory.SearchAsync("mint tea", Alice, cancellationToken: Token))[0].Item.Text.Should().Be("Likes mint tea");
        (await memory.SearchAsync("mint tea", MemoryScope.ForUser("bob"), cancellationToken: Token)).Should().BeEmpty();
        List<HistoryEntry> history = await memory.HistoryAsync(item.Id, Token).ToListAsync(Token);
        history.Select(entry => entry.OldText).Should().Equal(null, "Likes green tea");
        await memory.DeleteAsync(item.Id, cancellationToken: Token);
        (await memory.SearchAsync("mint tea", Alice, cancellationToken: Token)).Select(hit => hit.Item.Text).Should().Equal("Lives in a lighthouse");
        (await memory.RestoreAsync(item.Id, version: 1, new MemoryRestoreOptions { Force = true }, Token)).Item!.Text.Should().Be("Likes green tea");
        (await memory.SearchAsync("green tea", Alice, cancellationToken: Token))[0].Item.Version.Should().Be(4);
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        await memory.EraseAsync(Alice, cancellationToken: Token);
        (await memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
        (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(PostgresServers.All), MemberType = typeof(PostgresServers))]
    public async Task Memory_OfTwoHosts_EachSeesWhatTheOtherCommittedAtOnce(ServerKind kind)
    {
        SharedDatabase database = await servers.GetDatabaseAsync(kind);
        PostgresStoreOptions options = database.NewSchema();
        await using Memory one = Open(database, options);
        await using Memory other = Open(database, options);
        (await other.SearchAsync("tea", Alice, cancellationToken: Token)).Should().BeEmpty();
        MemoryItem item = (await one.AddAsync("Likes green tea", Alice, Verbatim, Token)).Items.Single();

        (await other.SearchAsync("green tea", Alice, cancellationToken: Token)).Single().Item.Should().Be(item);
        (await other.UpdateAsync(item.Id, "Likes mint tea", new MemoryUpdateOptions { ExpectedVersion = 1 }, Token)).Item!.Version.Should().Be(2);
        await FluentActions.Awaiting(() => one.UpdateAsync(item.Id, "Likes black tea", new MemoryUpdateOptions { ExpectedVersion = 1 }, Token))
            .Should().ThrowAsync<MemoryConflictException>();
        (await one.SearchAsync("mint tea", Alice, cancellationToken: Token)).Single().Item.Text.Should().Be("Likes mint tea");
    }

    [Fact]
    public async Task UpdateAsync_ByManyHostsAtOnce_LosesNoUpdate_B2()
    {
        const int Hosts = 4, Callers = 8, Rounds = 10;
        SharedDatabase database = await servers.GetDatabaseAsync(ServerKind.Real);
        PostgresStoreOptions options = database.NewSchema();
        Memory[] hosts = [.. Enumerable.Range(0, Hosts).Select(_ => Open(database, options))];
        MemoryItem item = (await hosts[0].AddAsync("counted", Alice, Verbatim, Token)).Items.Single();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    MemoryPatch patch = new() { Metadata = new JsonObject { [$"c{caller}_{round}"] = 1 } };
                    await hosts[caller % Hosts].UpdateAsync(item.Id, patch, cancellationToken: Token);
                }
            },
            Token)));

        MemoryItem last = (await hosts[^1].GetAsync(item.Id, cancellationToken: Token))!;
        last.Version.Should().Be((Callers * Rounds) + 1);
        last.Metadata.Count.Should().Be(Callers * Rounds);
        (await hosts[0].CheckAsync(Token)).Problems.Should().BeEmpty();
        foreach (Memory host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    private static Memory Open(SharedDatabase database, PostgresStoreOptions options) => new MemoryBuilder()
        .UsePostgres(database.Source, chosen => (chosen.Schema, chosen.Partitions) = (options.Schema, options.Partitions))
        .UseEmbeddings(new DeterministicEmbeddingGenerator())
        .Build();
}
