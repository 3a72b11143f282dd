using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    private static readonly EmbeddingSpace LateSpace = new("late", 2);

    [Fact]
    public async Task CommitAsync_OfATextWithoutItsEmbedding_HasNoneUntilItIsAdded()
    {
        await CommitAsync(Embedded("a", [1, 0]), Embedded("b", []), Embedded("c", []));
        HistoryPosition before = await Store.GetPositionAsync(Token);

        (await Store.GetUnembeddedAsync(10, Token)).Should().BeEquivalentTo("text of b", "text of c");
        (await Store.GetUnembeddedAsync(1, Token)).Should().ContainSingle();
        (await Store.GetEmbeddingsAsync(["text of a", "text of b"], Token)).Select(vector => vector?.Length).Should().Equal(2, null);
        (await Store.ReadChangesAsync(0, Token).Select(change => change.Vector.Length).ToListAsync(Token)).Should().Equal(2, 0, 0);
        int added = await Store.AddEmbeddingsAsync([Late("text of b", [0, 1]), Late("text of a", [0, 1]), Late("unknown", [0, 1])], Token);

        added.Should().Be(1, "one has it, and one was never stored");
        (await Store.GetPositionAsync(Token)).Should().Be(before with { Sequence = before.Sequence + 1 });
        (await Store.GetUnembeddedAsync(10, Token)).Should().Equal("text of c");
        (await Store.GetEmbeddingsAsync(["text of a", "text of b"], Token)).Select(vector => vector!.Value.ToArray()).Should()
            .BeEquivalentTo([new[] { 1f, 0 }, new[] { 0f, 1 }], options => options.WithStrictOrdering());
        (await LateAsync(before.Sequence)).Should().Equal("b");
        (await LateAsync(before.Sequence + 1)).Should().BeEmpty();
        (await Store.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task AddEmbeddingsAsync_OfAnotherSpace_IsRefused()
    {
        await CommitAsync(Embedded("a", [1, 0]), Embedded("b", []));

        Func<Task> adding = () => Store.AddEmbeddingsAsync(
            [KeyValuePair.Create("text of b", new StoredEmbedding(new EmbeddingSpace("other", 2), new[] { 1f, 0 }))], Token);

        await adding.Should().ThrowAsync<EmbeddingSpaceException>();
        (await Store.GetUnembeddedAsync(10, Token)).Should().Equal("text of b");
    }

    [Fact]
    public async Task EraseAsync_OfATextWithoutItsEmbedding_LeavesNothingToAdd()
    {
        await CommitAsync(Embedded("a", [1, 0]), Embedded("b", []));

        await Store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["b"], ErasedAt = Noon }, Token);

        (await Store.GetUnembeddedAsync(10, Token)).Should().BeEmpty();
        (await Store.AddEmbeddingsAsync([Late("text of b", [0, 1])], Token)).Should().Be(0);
        (await Store.CheckAsync(Token)).Should().BeEmpty();
    }

    private static HistoryWrite Embedded(string id, float[] vector) => new(id, _ => new HistoryAppend
    {
        Event = MemoryEvent.Add,
        Item = Item(id),
        Embedding = new StoredEmbedding(LateSpace, vector),
    });

    private static KeyValuePair<string, StoredEmbedding> Late(string text, float[] vector) =>
        KeyValuePair.Create(text, new StoredEmbedding(LateSpace, vector));

    private async Task<List<string>> LateAsync(long after) =>
        await Store.ReadEmbeddedLaterAsync(after, Token).Select(change => change.Head.Item.Id).ToListAsync(Token);
}
