using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task GetEmbeddingsAsync_MixedTexts_GivesKnownOnesBitForBitInOrder()
    {
        await CommitAsync(Add("a", text: "Caf\u00e9 \U0001F600"), Update("a", "second"), Delete("a"));

        IReadOnlyList<ReadOnlyMemory<float>?> found = await Store.GetEmbeddingsAsync(
            ["second", "unknown", "Caf\u00e9 \U0001F600", "Cafe\u0301 \U0001F600"], Token);

        BitsOf(found[0]!.Value).Should().Equal(BitsOf(Embedding("second").Vector));
        found[1].Should().BeNull();
        BitsOf(found[2]!.Value).Should().Equal(BitsOf(Embedding("Caf\u00e9 \U0001F600").Vector));
        found[3].Should().BeNull("a text is known by its characters, not by what it looks like");
    }

    [Fact]
    public async Task GetEmbeddingsAsync_WriteThatFailed_LeftNothing()
    {
        await CommitAsync(Add("a"));

        await CommitAsync(Of("b", new EmbeddingSpace("model-b", 4)));

        (await Store.GetEmbeddingsAsync(["text of b"], Token)).Should().Equal([null]);
    }

    [Fact]
    public async Task GetEmbeddingsAsync_SameTextEmbeddedTwice_KeepsTheFirstVector()
    {
        await CommitAsync(Add("a", text: "same"));
        StoredEmbedding other = new(Space, new float[] { 1, 0, 0, 0 });

        await CommitAsync(new HistoryWrite("b", _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item("b", text: "same"), Embedding = other }));

        BitsOf((await Store.GetEmbeddingsAsync(["same"], Token))[0]!.Value).Should().Equal(BitsOf(Embedding("same").Vector));
    }

    [Fact]
    public async Task CommitAsync_FirstEmbedding_DecidesTheSpace()
    {
        await CommitAsync(Add("a"));

        (await Store.OpenAsync(Token)).Space.Should().Be(Space);
    }

    [Theory]
    [InlineData("model-b", 4)]
    [InlineData("Model-A", 4)]
    [InlineData("model-a", 5)]
    public async Task CommitAsync_EmbeddingOfAnotherSpace_FailsOnlyThatWrite(string model, int dimensions)
    {
        EmbeddingSpace other = new(model, dimensions);

        HistoryCommit commit = await CommitAsync(Add("a"), Of("b", other), Add("c"));

        EmbeddingSpaceException error = commit.Results[1].Error.Should().BeOfType<EmbeddingSpaceException>().Subject;
        error.Stored.Should().Be(Space);
        error.Configured.Should().Be(other);
        commit.Results[2].Entry!.Sequence.Should().Be(2);
        (await ListedAsync(scope: null)).Should().Equal("c", "a");
        (await Store.OpenAsync(Token)).Space.Should().Be(Space);
    }

    [Fact]
    public async Task ResetAsync_FilledHistory_FreesTheSpaceForAnotherModel()
    {
        EmbeddingSpace other = new("model-b", 2);
        await CommitAsync(Add("a"));

        await Store.ResetAsync(Token);
        HistoryCommit commit = await CommitAsync(Of("a", other));

        commit.Results[0].Error.Should().BeNull();
        (await Store.OpenAsync(Token)).Space.Should().Be(other);
    }

    private static HistoryWrite Of(string id, EmbeddingSpace space) => new(id, _ => new HistoryAppend
    {
        Event = MemoryEvent.Add,
        Item = Item(id),
        Embedding = new StoredEmbedding(space, new float[space.Dimensions]),
    });
}
