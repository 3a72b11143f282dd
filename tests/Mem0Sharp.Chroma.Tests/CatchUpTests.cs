using System.Net;
using Microsoft.Extensions.DependencyInjection;
using static Mem0Sharp.Chroma.Tests.ChromaFixture;

namespace Mem0Sharp.Chroma.Tests;

/// <summary>A collection that is behind, emptied or another history's is made good from the history, before the next read.</summary>
public sealed class CatchUpTests(SharedServer server)
{
    [Fact]
    public async Task SearchAsync_AfterOthersWroteTheFile_SeesTheirAddsUpdatesAndDeletes()
    {
        await using ChromaFixture fixture = new(await server.OptionsAsync());
        Memory memory = fixture.Open();
        MemoryItem kept = await StoreAsync(memory, "likes tea");
        MemoryItem deleted = await StoreAsync(memory, "owns a boat");
        await HasEverythingAsync(memory);

        // One that writes the same collection, and one that does not write it at all.
        foreach (Memory other in (Memory[])[fixture.Open(), fixture.OpenElsewhere()])
        {
            await other.UpdateAsync(kept.Id, "likes coffee", cancellationToken: Token);
            await other.DeleteAsync(deleted.Id, cancellationToken: Token);
            deleted = await StoreAsync(other, "plays chess");
            await HasEverythingAsync(memory);
        }
    }

    [Fact]
    public async Task Memories_OfSeveralProcessesAtOnce_EndTheSame()
    {
        await using ChromaFixture fixture = new(await server.OptionsAsync());
        Memory[] memories = [fixture.Open(), fixture.Open(), fixture.Open()];
        MemoryItem[] items = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => StoreAsync(memories[n % 3], $"shared {n}")));

        await Task.WhenAll(memories.Select((memory, writer) => Task.Run(
            async () =>
            {
                for (int n = 0; n < 10; n++)
                {
                    await memory.UpdateAsync(items[(n + writer) % 10].Id, $"shared {n} by {writer}", cancellationToken: Token);
                }
            },
            Token)));

        foreach (Memory memory in memories)
        {
            await HasEverythingAsync(memory);
            (await memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Collection_DeletedBehindTheMemory_IsFilledBeforeTheNextRead()
    {
        await using ChromaFixture fixture = new(await server.OptionsAsync());
        Memory memory = fixture.Open();
        MemoryItem item = await StoreAsync(memory, "likes tea");
        await StoreAsync(memory, "owns a boat");

        await DeleteCollectionAsync(fixture.Options);
        await HasEverythingAsync(memory);

        await DeleteCollectionAsync(fixture.Options);
        await memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        await HasEverythingAsync(memory);
    }

    [Fact]
    public async Task RebuildAsync_OfACollectionThatSomebodySpoilt_HasEverythingInEachProcess()
    {
        await using ChromaFixture fixture = new(await server.OptionsAsync());
        Memory memory = fixture.Open();
        Memory other = fixture.Open();
        Memory elsewhere = fixture.OpenElsewhere();
        for (int n = 0; n < 300; n++)
        {
            await StoreAsync(elsewhere, $"memory number {n}");
        }

        await HasEverythingAsync(memory);
        await HasEverythingAsync(other);
        await using (ChromaVectorStore spoiler = new(fixture.Options))
        {
            HistoryPosition position = await spoiler.OpenAsync(new EmbeddingSpace("deterministic", 64), Token);
            List<MemoryItem> items = await memory.GetAllAsync(Alice, cancellationToken: Token).ToListAsync(Token);
            await spoiler.ApplyAsync([.. items.Take(50).Select(item => new VectorChange.Delete(item.Id, 9))], position, Token);
        }

        (await memory.SearchAsync("anything", Alice, ByVector, Token)).Should().HaveCount(250, "that the history does not know of");
        List<RebuildProgress> steps = [];
        await memory.RebuildAsync(new Steps(steps), Token);

        steps.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder(step => step.Reached);
        steps[^1].Should().Be(new RebuildProgress(300, 300));
        await HasEverythingAsync(memory);
        await HasEverythingAsync(other);
    }

    [Fact]
    public async Task AddAsync_OfANewHistoryOverAnOldCollection_FindsNothingOfTheOldOne()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        await using (ChromaFixture old = new(options))
        {
            await StoreAsync(old.Open(), "of another history");
        }

        await using ChromaFixture fixture = new(options);
        Memory memory = fixture.Open();
        await StoreAsync(memory, "likes tea");

        await HasEverythingAsync(memory);
    }

    [Fact]
    public async Task AddChromaVectorStore_InAHost_IsTheStoreOfItsMemory()
    {
        ChromaStoreOptions options = await server.OptionsAsync();
        ServiceCollection services = new();
        services.AddChromaVectorStore((_, chroma) => (chroma.Endpoint, chroma.Collection) = (options.Endpoint, options.Collection));
        services.AddMem0Sharp();
        await using ServiceProvider provider = services.BuildServiceProvider();
        Memory memory = provider.GetRequiredService<Memory>();

        await StoreAsync(memory, "likes tea");

        await HasEverythingAsync(memory);
        provider.GetRequiredService<IVectorStore>().Should().BeOfType<ChromaVectorStore>();
        (await provider.GetRequiredService<IVectorStore>().CountAsync(Token)).Should().Be(1);
    }

    private static async Task DeleteCollectionAsync(ChromaStoreOptions options)
    {
        using HttpClient http = new();
        using HttpResponseMessage response = await http.DeleteAsync(
            new Uri(options.Endpoint, $"api/v2/tenants/default_tenant/databases/default_database/collections/{options.Collection}"), Token);
        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    /// <summary>Keeps what it is told, at once.</summary>
    private sealed class Steps(List<RebuildProgress> steps) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => steps.Add(value);
    }
}
