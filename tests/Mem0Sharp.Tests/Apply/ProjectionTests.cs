using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

public sealed partial class ProjectionTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_WhenTheStoreIsDown_SaysItIsCommittedAndTheNextReadSeesIt()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        store.Failure = new MemoryStoreException("down");

        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);

        (await update.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();
        Func<Task> search = () => fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token);
        await search.Should().ThrowAsync<MemoryStoreException>("a search over a store that is behind would be wrong");
        store.Failure = null;
        (await fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, MemoryFixture.ByVector, Token))
            .Single().Item.Should().BeEquivalentTo(new { Text = "likes coffee", Version = 2 });
        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task UpdateAsync_WhenTheStoreFailsTransiently_IsRetriedAndSucceeds()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.UseVectorStore(store).UseTimeProvider(TimeProvider.System));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        store.FailTimes(2, new MemoryStoreException("busy", isTransient: true));

        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);

        (await fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Item.Version.Should().Be(2);
    }

    [Fact]
    public async Task OpenAsync_OfAFileMadeByAnotherRun_ServesItWithoutAnEmbeddingCall()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int i = 0; i < 30; i++)
        {
            await fixture.StoreAsync($"memory number {i}");
        }

        MemoryItem gone = await fixture.StoreAsync("gone");
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);
        MemorySearchResults before = await fixture.Memory.SearchAsync("memory number 7", MemoryFixture.Alice, cancellationToken: Token);
        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).CountAsync(Token)).Should().Be(30);
        await fixture.Memory.SearchAsync("memory number 7", MemoryFixture.Alice, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls, "the query is the text of a memory, so even its vector is in the file");
        MemorySearchResults after = await fixture.Memory.SearchAsync("memory number 7", MemoryFixture.Alice, cancellationToken: Token);
        after.Select(hit => (hit.Item.Id, hit.Score)).Should().Equal(before.Select(hit => (hit.Item.Id, hit.Score)));
    }

    [Fact]
    public async Task SearchAsync_AfterAnotherProcessWrote_SeesItsAddsUpdatesDeletes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem kept = await fixture.StoreAsync("likes tea");
        MemoryItem deleted = await fixture.StoreAsync("owns a boat");
        Memory other = fixture.OpenOther();
        await other.UpdateAsync(kept.Id, "likes coffee", cancellationToken: Token);
        await other.DeleteAsync(deleted.Id, cancellationToken: Token);
        await other.AddAsync("plays chess", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        MemorySearchResults all = await fixture.Memory.SearchAsync("anything", MemoryFixture.Alice, cancellationToken: Token);

        all.Select(hit => hit.Item.Text).Should().BeEquivalentTo("likes coffee", "plays chess");
    }

    [Fact]
    public async Task UpdateAsync_ByTwoProcessesInTurn_LosesNothingInEither()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("shared");
        Memory other = fixture.OpenOther();

        await Task.WhenAll(
            Task.Run(() => PatchAllAsync(fixture.Memory, "a"), Token),
            Task.Run(() => PatchAllAsync(other, "b"), Token));

        foreach (Memory memory in new[] { fixture.Memory, other })
        {
            (await memory.GetAsync(item.Id, Token))!.Metadata.Should().HaveCount(100);
            (await memory.SearchAsync("shared", MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Version.Should().Be(101);
        }

        async Task PatchAllAsync(Memory memory, string prefix)
        {
            for (int i = 0; i < 50; i++)
            {
                await memory.UpdateAsync(
                    item.Id, new MemoryPatch { Metadata = new JsonObject { [$"{prefix}{i}"] = i } }, cancellationToken: Token);
            }
        }
    }

    [Fact]
    public async Task ResetAsync_EmptiesTheFileAndIsSeenByAnotherProcess()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem old = await fixture.StoreAsync("likes tea");
        Memory other = fixture.OpenOther();
        (await other.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token)).Should().ContainSingle();

        await fixture.Memory.ResetAsync(Token);

        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(0);
        (await fixture.HistoryAsync(old.Id)).Should().BeEmpty();
        (await other.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token)).Should().BeEmpty();
        fixture.Count("likes tea").Should().Be(0);
        MemoryItem next = await fixture.StoreAsync("likes coffee");
        (await other.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Should().Be(next);
    }

    [Fact]
    public async Task ResetAsync_AllowsAnotherEmbeddingModelAfterwards()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("likes tea");
        await fixture.Memory.ResetAsync(Token);
        using Mem0Sharp.Testing.DeterministicEmbeddingGenerator wide = new(128, "another");
        Memory other = fixture.OpenOther(builder => builder.UseEmbeddings(wide));

        await other.AddAsync("likes coffee", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        (await other.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token)).Should().ContainSingle();
    }
}
