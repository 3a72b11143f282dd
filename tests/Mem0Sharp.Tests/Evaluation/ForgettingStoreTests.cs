using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class ForgettingStoreTests : IAsyncDisposable
{
    private readonly Memory _memory = new MemoryBuilder().UseTimeProvider(new SteppingClock()).Build();

    [Theory]
    [InlineData("memory")]
    [InlineData("keywords")]
    public async Task ChangeAsync_WhereASupersessionNamesNothingKnown_AddsTheNewText(string kind)
    {
        IForgettingStore store = await StoreAsync(kind, "The lift is out of order.");

        await store.ChangeAsync(new ForgetMutation.Supersede("Ann's address", "Ann lives in Riga."), TestContext.Current.CancellationToken);

        (await AllAsync(store)).Should().BeEquivalentTo("The lift is out of order.", "Ann lives in Riga.");
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("keywords")]
    public async Task ChangeAsync_WhereNothingKnownIsNamed_ForgetsNothing(string kind)
    {
        IForgettingStore store = await StoreAsync(kind, "The lift is out of order.");

        await store.ChangeAsync(new ForgetMutation.Release("Ann's profile"), TestContext.Current.CancellationToken);
        await store.ChangeAsync(new ForgetMutation.Purge("Ann's profile"), TestContext.Current.CancellationToken);

        (await AllAsync(store)).Should().Equal("The lift is out of order.");
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("keywords")]
    public async Task ChangeAsync_WhereSeveralAreNamed_SupersedesOneAndForgetsAll(string kind)
    {
        IForgettingStore store = await StoreAsync(kind, "Ann sings.", "Bo dances.", "Ann cooks.");

        await store.ChangeAsync(new ForgetMutation.Supersede("Ann", "Ann paints."), TestContext.Current.CancellationToken);
        IReadOnlyList<string> superseded = await AllAsync(store);
        await store.ChangeAsync(new ForgetMutation.Release("Ann"), TestContext.Current.CancellationToken);

        superseded.Should().HaveCount(3).And.Contain("Ann paints.");
        (await AllAsync(store)).Should().Equal("Bo dances.");
    }

    [Fact]
    public async Task ChangeAsync_OfOneCase_LeavesTheMemoriesOfOthers()
    {
        IForgettingStore other = await StoreAsync("memory", "Ann sings.");
        MemoryStore store = new(_memory, MemoryScope.ForUser("second"), HitChoices.Named, MemorySearchMode.Hybrid);
        await store.AddAsync("Ann cooks.", TestContext.Current.CancellationToken);

        await store.ChangeAsync(new ForgetMutation.Purge("Ann"), TestContext.Current.CancellationToken);

        (await AllAsync(store)).Should().BeEmpty();
        (await AllAsync(other)).Should().Equal("Ann sings.");
    }

    [Fact]
    public async Task SearchAsync_OfKeywords_HasTextsWithoutAnyWordLastAndInOrder()
    {
        IForgettingStore store = await StoreAsync("keywords", "Bo dances.", "Ann sings.", "Ida cooks.");

        IReadOnlyList<string> hits = await store.SearchAsync("Ida", 2, TestContext.Current.CancellationToken);

        hits.Should().Equal("Ida cooks.", "Bo dances.");
    }

    public ValueTask DisposeAsync() => _memory.DisposeAsync();

    private static Task<IReadOnlyList<string>> AllAsync(IForgettingStore store) =>
        store.SearchAsync("anything", 10, TestContext.Current.CancellationToken);

    private async Task<IForgettingStore> StoreAsync(string kind, params string[] facts)
    {
        IForgettingStore store = kind is "memory"
            ? new MemoryStore(_memory, MemoryScope.ForUser("first"), HitChoices.Named, MemorySearchMode.Hybrid)
            : new KeywordStore(HitChoices.Named);
        foreach (string fact in facts)
        {
            await store.AddAsync(fact, TestContext.Current.CancellationToken);
        }

        return store;
    }
}
