using System.Text.Json;

namespace Mem0Sharp.Tests.Apply;

/// <summary>That an erase reaches every memory and vector store over the same history, also when something fails on the way.</summary>
public sealed partial class EraseProjectionTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task EraseAsync_ByAnotherMemoryOnTheFile_IsSeenByTheNextRead_D5()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        MemoryItem kept = await fixture.StoreAsync("plays chess");
        Memory other = fixture.OpenOther();
        (await other.SearchAsync("likes tea", MemoryFixture.Alice, cancellationToken: Token)).Should().HaveCount(2, "and its cache knows the text");

        await fixture.Memory.EraseAsync(gone.Id, Token);

        (await SearchAsync(other)).Select(hit => hit.Item).Should().Equal(kept);
        (await other.GetAsync(gone.Id, Token)).Should().BeNull();
        (await other.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token)).Should().Equal(kept);
    }

    [Fact]
    public async Task EraseAsync_BetweenOtherChangesOfAnotherMemory_IsSeenWithThem_D5()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        Memory other = fixture.OpenOther();
        await SearchAsync(other);
        await fixture.Memory.UpdateAsync(gone.Id, "likes coffee", cancellationToken: Token);
        await fixture.StoreAsync("plays chess");

        await fixture.Memory.EraseAsync(gone.Id, Token);
        await fixture.StoreAsync("owns a boat");

        (await SearchAsync(other)).Select(hit => hit.Item.Text).Should().BeEquivalentTo("plays chess", "owns a boat");
    }

    [Fact]
    public async Task EraseAsync_WhenTheVectorStoreFails_SaysItIsCommittedAndTheNextReadIsClean()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        MemoryItem kept = await fixture.StoreAsync("plays chess");
        store.Failure = new MemoryStoreException("down");

        Func<Task> erase = () => fixture.Memory.EraseAsync(gone.Id, Token);

        (await erase.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();
        await fixture.Memory.Awaiting(memory => SearchAsync(memory)).Should().ThrowAsync<MemoryStoreException>("the store is behind");
        fixture.Sql("SELECT count(*) FROM history").Single()[0].Should().Be(1L);
        store.Failure = null;
        (await SearchAsync(fixture.Memory)).Select(hit => hit.Item).Should().Equal(kept);
        (await store.CountAsync(Token)).Should().Be(1);
    }

    [Fact]
    public async Task SearchAsync_WhenTheStoreFailsOnALaterPageAfterAnErase_StillForgetsTheErased_D5()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        Memory other = fixture.OpenOther(builder => builder.UseVectorStore(store));
        (await SearchAsync(other)).Single().Item.Should().Be(gone);
        await fixture.Memory.EraseAsync(gone.Id, Token);
        foreach (string[] page in Enumerable.Range(0, 1_500).Select(i => $"memory {i}").Chunk(500))
        {
            await fixture.Memory.AddAsync(
                page.Select(text => new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.User, text)),
                MemoryFixture.Alice,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim },
                Token);
        }

        // The first page of 1,000 changes is applied; the second fails.
        store.FailFrom(2, new MemoryStoreException("down"));
        await other.Awaiting(memory => SearchAsync(memory)).Should().ThrowAsync<MemoryStoreException>();
        store.Failure = null;

        (await other.SearchAsync("likes tea", MemoryFixture.Alice, new MemorySearchOptions { Top = 5 }, Token))
            .Should().HaveCount(5).And.OnlyContain(hit => hit.Item.Text.StartsWith("memory", StringComparison.Ordinal));
        (await store.CountAsync(Token)).Should().Be(1_500);
    }

    [Fact]
    public async Task ImportAsync_OfAnExportOfAnErasedMemory_FailsThatOneOnly_D3()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        MemoryItem neverErased = await fixture.StoreAsync("plays chess");
        byte[] export = JsonSerializer.SerializeToUtf8Bytes(new[] { gone, neverErased });
        await fixture.Memory.EraseAsync(gone.Id, Token);

        MemoryImportResult result = await fixture.Memory.ImportAsync(
            MemoryImportSource.Mem0Json(new MemoryStream(export)), cancellationToken: Token);

        result.Select(item => (item.Id, item.Outcome)).Should().Equal(
            (gone.Id, MemoryImportOutcome.Failed), (neverErased.Id, MemoryImportOutcome.Unchanged));
        result[0].Error.Should().BeOfType<MemoryErasedException>().Which.MemoryId.Should().Be(gone.Id);
        (await SearchAsync(fixture.Memory)).Select(hit => hit.Item).Should().Equal(neverErased);
        await fixture.ReopenAsync();
        (await fixture.Memory.GetAsync(gone.Id, Token)).Should().BeNull();
    }

    private static Task<MemorySearchResults> SearchAsync(Memory memory) =>
        memory.SearchAsync("anything", MemoryFixture.Alice, cancellationToken: Token);
}
