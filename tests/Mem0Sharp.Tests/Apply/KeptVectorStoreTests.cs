namespace Mem0Sharp.Tests.Apply;

/// <summary>A vector store that outlives the memory is taken on where it stands, and begun anew where it belongs to another history.</summary>
public sealed partial class KeptVectorStoreTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task OpenAsync_OfAStoreAtTheEnd_AppliesNothing()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store, isOwned: false));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.ReopenAsync();
        store.Seen.Clear();

        (await SearchAsync(fixture.Memory)).Select(hit => hit.Item).Should().Equal(item);

        store.Seen.OfType<IReadOnlyList<VectorChange>>().Should().BeEmpty();
    }

    [Fact]
    public async Task OpenAsync_OfAStoreBehind_AppliesOnlyWhatItMissed()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store, isOwned: false));
        MemoryItem kept = await fixture.StoreAsync("likes tea");
        MemoryItem gone = await fixture.StoreAsync("owns a boat");
        await fixture.Memory.DisposeAsync();
        Memory other = fixture.OpenOther(builder => builder.UseVectorStore(new InMemoryVectorStore()));
        await other.EraseAsync(gone.Id, Token);
        await other.AddAsync("plays chess", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
        await fixture.ReopenAsync();
        store.Seen.Clear();

        (await SearchAsync(fixture.Memory)).Select(hit => hit.Item.Text).Should().BeEquivalentTo("likes tea", "plays chess");

        store.Seen.OfType<IReadOnlyList<VectorChange>>().SelectMany(changes => changes)
            .Should().HaveCount(2, "one memory is new and one is gone").And.NotContain(change => change.Id == kept.Id);
    }

    [Fact]
    public async Task OpenAsync_OfAnotherFilesStore_BeginsItAnew()
    {
        await using FailingVectorStore store = new();
        await using (MemoryFixture foreign = MemoryFixture.ByRules(builder => builder.UseVectorStore(store, isOwned: false)))
        {
            await foreign.StoreAsync("of another file");
            await foreign.StoreAsync("of another file too");
        }

        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem own = await fixture.StoreAsync("likes tea");
        MemoryItem second = await fixture.StoreAsync("owns a boat");

        Memory other = fixture.OpenOther(builder => builder.UseVectorStore(store, isOwned: false));

        (await SearchAsync(other)).Select(hit => hit.Item).Should().BeEquivalentTo([own, second]);
    }

    private static Task<MemorySearchResults> SearchAsync(Memory memory) =>
        memory.SearchAsync("anything", MemoryFixture.Alice, cancellationToken: Token);
}
