using System.Text.Json.Nodes;
using static Mem0Sharp.Chroma.Tests.ChromaFixture;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>A server that dies: what the history has, searches find once it is back.</summary>
public sealed class CrashTests
{
    private const int Memories = 1_000;

    [Fact]
    public async Task Server_KilledInMidProjection_HasEverythingWhenItIsBack()
    {
        await using ChromaServer server = await ChromaServer.StartNewAsync(Token);
        await using ChromaFixture fixture = new(new ChromaStoreOptions { Endpoint = server.Address });
        Memory elsewhere = fixture.OpenElsewhere();
        List<MemoryItem> items = [];
        for (int n = 0; n < Memories; n++)
        {
            items.Add(await StoreAsync(elsewhere, $"memory number {n} is at first of {n % 7}"));
        }

        // Before a write reaches the server, while it works on one, and between a batch and the note of how far it went.
        int kill = 0;
        foreach ((int write, bool isBefore) in ((int, bool)[])[(1, false), (2, true), (4, false), (5, true)])
        {
            // A thousand changes each time: most of them versions that the collection has an older one of.
            await ChangeAllAsync(elsewhere, items, kill++);
            using InterruptingHandler handler = new();
            Task? killed = null;
            Task KillAt(int number) => number == write && killed is null ? killed = server.KillAsync(Token) : Task.CompletedTask;
            Task KillDuring(int number)
            {
                _ = number == write ? KillAt(number) : Task.CompletedTask;
                return Task.CompletedTask;
            }

            handler.BeforeWrite = isBefore ? KillAt : KillDuring;
            using HttpClient http = new(handler);
            await using Memory memory = fixture.Open(http);

            Func<Task> search = () => memory.SearchAsync("anything", Alice, ByVector, Token);
            (await search.Should().ThrowAsync<MemoryStoreException>($"it was killed at write {write}")).Which.IsTransient.Should().BeTrue();
            await killed!;
            await server.StartAsync(Token);

            await HasEverythingAsync(memory);
        }
    }

    [Fact]
    public async Task UpdateAsync_WhileTheServerIsAway_IsCommittedAndFoundWhenItIsBack()
    {
        await using ChromaServer server = await ChromaServer.StartNewAsync(Token);
        await using ChromaFixture fixture = new(new ChromaStoreOptions { Endpoint = server.Address });
        Memory memory = fixture.Open();
        MemoryItem item = await StoreAsync(memory, "likes tea in a secret place");
        await server.KillAsync(Token);

        Func<Task> update = () => memory.UpdateAsync(item.Id, "likes coffee in a secret place", cancellationToken: Token);
        Func<Task> search = () => memory.SearchAsync("coffee", Alice, ByVector, Token);

        MemoryStoreException behind = (await update.Should().ThrowAsync<MemoryStoreException>()).Which;
        (behind.IsCommitted, behind.IsTransient).Should().Be((true, true));
        behind.ToString().Should().NotContain("secret").And.NotContain("alice").And.NotContain(item.Id);
        (await search.Should().ThrowAsync<MemoryStoreException>("nothing found would be wrong")).Which.IsTransient.Should().BeTrue();
        await server.StartAsync(Token);
        (await memory.SearchAsync("coffee", Alice, ByVector, Token)).Single().Item.Should().BeEquivalentTo(new { Text = "likes coffee in a secret place", Version = 2 });
        await HasEverythingAsync(memory);
    }

    /// <summary>Changes each memory: its text, or its metadata alone; and deletes some.</summary>
    private static async Task ChangeAllAsync(Memory memory, List<MemoryItem> items, int round)
    {
        await memory.BatchUpdateAsync(
            items.Select((item, n) => new MemoryUpdate(item.Id, n % 3 == 0
                ? new MemoryPatch { Metadata = new JsonObject { ["round"] = round } }
                : new MemoryPatch { Text = $"memory number {n} is in round {round} of {n % 7}" })),
            cancellationToken: Token);
        MemoryItem[] deleted = [.. items.Where((_, n) => n % 50 == 49)];
        await memory.BatchDeleteAsync(deleted.Select(item => item.Id), cancellationToken: Token);
        items.RemoveAll(item => deleted.Contains(item));
    }
}
