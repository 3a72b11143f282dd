namespace Mem0Sharp.Tests.History;

/// <content>Arguments that are not there.</content>
public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task EachCall_WithoutItsArgument_NamesItAndDoesNothing()
    {
        HistoryPosition before = await Store.GetPositionAsync(Token);
        Func<Task>[] calls =
        [
            () => Store.CommitAsync(null!, Token),
            () => Store.GetHeadsAsync(null!, Token),
            () => Store.ListAsync(null!, Token),
            async () => await Store.ReadAsync(null!, Token).ToListAsync(Token),
            () => Store.GetCallAsync(null!, Token),
            () => Store.GetRejectionsAsync(null!, Token),
            () => Store.AddRejectionsAsync(null!, Token),
            () => Store.AddCallsAsync(null!, Token),
            () => Store.EraseAsync(null!, Token),
            () => Store.GetEmbeddingsAsync(null!, Token),
            () => Store.StageEmbeddingsAsync(null!, restarts: true, Token),
            () => Store.ReplaceEmbeddingsAsync(null!, Token),
        ];
        foreach (Func<Task> call in calls)
        {
            await call.Should().ThrowAsync<ArgumentNullException>();
        }

        (await Store.GetPositionAsync(Token)).Should().Be(before);
    }
}
