using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

/// <content>The move to another embedding model.</content>
public abstract partial class HistoryStoreContract
{
    private static readonly EmbeddingSpace NextSpace = new("next", 3);

    [Fact]
    public async Task ReplaceEmbeddingsAsync_WhenEveryTextIsStaged_GoesByTheOtherModelFromThenOn()
    {
        await CommitAsync(Embedded("a", [1, 0]), Embedded("b", []));
        HistoryPosition before = await Store.GetPositionAsync(Token);
        List<HistoryEntry> rows = await Store.ReadAfterAsync(0, Token).ToListAsync(Token);
        (await UnstagedAsync(NextSpace)).Should().Equal("text of a", "text of b");

        (await Store.StageEmbeddingsAsync([Next("text of a", 1, 0, 0), Next("unknown", 1, 0, 0)], restarts: true, Token)).Should().Be(1);

        (await Store.GetStagedEmbeddingsAsync(Token)).Should().Be(new StagedEmbeddings(NextSpace, 1, 2));
        (await UnstagedAsync(NextSpace)).Should().Equal("text of b");
        (await UnstagedAsync(LateSpace)).Should().HaveCount(2, "nothing of that space is staged");
        (await Store.ReplaceEmbeddingsAsync(NextSpace, Token)).Should().BeFalse("one text is not staged");
        (await Store.GetPositionAsync(Token)).Should().Be(before);
        (await Store.GetEmbeddingsAsync(["text of a"], Token))[0]!.Value.Length.Should().Be(2);

        (await Store.StageEmbeddingsAsync([Next("text of b", 0, 1, 0), Next("text of a", 0, 1, 0)], restarts: false, Token)).Should().Be(1, "one is there");
        (await Store.ReplaceEmbeddingsAsync(LateSpace, Token)).Should().BeFalse("what is staged is of another space");
        (await Store.ReplaceEmbeddingsAsync(NextSpace, Token)).Should().BeTrue();

        HistoryState state = await Store.OpenAsync(Token);
        state.Space.Should().Be(NextSpace);
        state.Position.Should().Be(new HistoryPosition(before.Epoch + 1, before.Sequence));
        (await Store.GetPositionAsync(Token)).Should().Be(state.Position);
        (await Store.GetStagedEmbeddingsAsync(Token)).Should().Be(new StagedEmbeddings(null, 0, 2));
        (await Store.GetUnembeddedAsync(10, Token)).Should().BeEmpty();
        (await Store.ReadChangesAsync(0, Token).Select(change => change.Vector.ToArray()).ToListAsync(Token))
            .Should().BeEquivalentTo([new[] { 1f, 0, 0 }, new[] { 0f, 1, 0 }], options => options.WithStrictOrdering());
        (await Store.ReadAfterAsync(0, Token).ToListAsync(Token)).Should().BeEquivalentTo(rows, options => options.WithStrictOrdering());
        (await Store.CheckAsync(Token)).Should().BeEmpty();
        HistoryCommit former = await CommitAsync(Embedded("c", [1, 0]));
        former.Results[0].Error.Should().BeOfType<EmbeddingSpaceException>("it was made by the former model");
    }

    [Fact]
    public async Task StageEmbeddingsAsync_OfAnotherSpaceThanWhatIsStaged_IsRefusedUnlessItRestarts()
    {
        await CommitAsync(Embedded("a", [1, 0]), Embedded("b", [1, 0]));
        await Store.StageEmbeddingsAsync([Next("text of a", 1, 0, 0)], restarts: true, Token);
        KeyValuePair<string, StoredEmbedding> third = KeyValuePair.Create("text of b", new StoredEmbedding(new EmbeddingSpace("third", 1), new[] { 1f }));

        await Store.Awaiting(store => store.StageEmbeddingsAsync([third], restarts: false, Token)).Should().ThrowAsync<EmbeddingSpaceException>();
        (await Store.GetStagedEmbeddingsAsync(Token)).Should().Be(new StagedEmbeddings(NextSpace, 1, 2));

        (await Store.StageEmbeddingsAsync([third], restarts: true, Token)).Should().Be(1);
        (await Store.GetStagedEmbeddingsAsync(Token)).Should().Be(new StagedEmbeddings(third.Value.Space, 1, 2));
    }

    [Fact]
    public async Task EraseAsync_OfAStagedText_LeavesNothingStagedAndNothingToStage_D1()
    {
        await CommitAsync(Embedded("a", [1, 0]), Embedded("b", [1, 0]));
        await Store.StageEmbeddingsAsync([Next("text of a", 1, 0, 0), Next("text of b", 1, 0, 0)], restarts: true, Token);

        await Store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["a"], ErasedAt = Noon }, Token);

        (await Store.GetStagedEmbeddingsAsync(Token)).Should().Be(new StagedEmbeddings(NextSpace, 1, 1));
        (await Store.StageEmbeddingsAsync([Next("text of a", 1, 0, 0)], restarts: false, Token)).Should().Be(0, "it was embedded while it was erased");
        (await Store.CheckAsync(Token)).Should().BeEmpty();
        await Store.EraseAsync(new HistoryErasureRequest { MemoryIds = ["b"], ErasedAt = Noon }, Token);
        (await Store.ReplaceEmbeddingsAsync(LateSpace, Token)).Should().BeTrue("there is no text of any other");
        (await Store.OpenAsync(Token)).Space.Should().Be(LateSpace);
    }

    [Fact]
    public async Task ResetAsync_DropsWhatIsStaged()
    {
        await CommitAsync(Embedded("a", [1, 0]));
        await Store.StageEmbeddingsAsync([Next("text of a", 1, 0, 0)], restarts: true, Token);

        await Store.ResetAsync(Token);

        (await Store.GetStagedEmbeddingsAsync(Token)).Should().Be(new StagedEmbeddings(null, 0, 0));
    }

    private static KeyValuePair<string, StoredEmbedding> Next(string text, params float[] vector) =>
        KeyValuePair.Create(text, new StoredEmbedding(NextSpace, vector));

    private async Task<List<string>> UnstagedAsync(EmbeddingSpace space) => await Store.ReadUnstagedTextsAsync(space, Token).ToListAsync(Token);
}
