namespace Mem0Sharp.Tests.Search.Context;

public sealed class GetContextTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task GetContextAsync_WritesDownWhatASearchFindsInItsOrder()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("plays the violin");
        await fixture.StoreAsync("likes green tea");
        await fixture.StoreAsync("likes black tea");
        await fixture.StoreAsync("likes green tea", MemoryFixture.Bob);
        MemorySearchResults found = await fixture.Memory.SearchAsync("green tea", MemoryFixture.Alice, cancellationToken: Token);

        MemoryContext context = await fixture.Memory.GetContextAsync("green tea", MemoryFixture.Alice, cancellationToken: Token);

        context.Items.Should().Equal(found.Select(result => result.Item)).And.HaveCount(3);
        context.Text.Should().Be(MemoryPrompt.Format(context.Items));
        context.TokenCount.Should().BeInRange(1, 1_000);
        context.LeftOutCount.Should().Be(0);
        context.ToString().Should().Be($"MemoryContext (3 memories, {context.TokenCount} tokens)");
    }

    [Fact]
    public async Task GetContextAsync_WithABudget_LeavesTheWorstOut()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("likes green tea");
        await fixture.StoreAsync("plays the violin");
        MemoryContextOptions options = new() { MaxTokens = MemoryPrompt.Format([tea]).Length, CountTokens = text => text.Length };

        MemoryContext context = await fixture.Memory.GetContextAsync("green tea", MemoryFixture.Alice, options, Token);

        context.Items.Should().Equal(tea);
        (context.TokenCount, context.LeftOutCount).Should().Be((options.MaxTokens, 1));
    }

    [Fact]
    public async Task GetContextAsync_WithoutSearchOptions_ConsidersFifty()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int i = 0; i < 51; i++)
        {
            await fixture.StoreAsync($"number {i}");
        }

        MemoryContext all = await fixture.Memory.GetContextAsync("number", MemoryFixture.Alice, new() { MaxTokens = 100_000 }, Token);
        MemoryContext two = await fixture.Memory.GetContextAsync("number", MemoryFixture.Alice, new() { Search = new() { Top = 2 } }, Token);

        (all.Items.Count, all.LeftOutCount).Should().Be((50, 0));
        (two.Items.Count, two.LeftOutCount).Should().Be((2, 0));
    }

    [Fact]
    public async Task GetContextAsync_WhenNothingIsFound_IsEmpty()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryContext context = await fixture.Memory.GetContextAsync("tea", MemoryFixture.Alice, cancellationToken: Token);

        (context.Text, context.Items.Count, context.TokenCount, context.LeftOutCount).Should().Be((string.Empty, 0, 0, 0));
    }

    [Fact]
    public async Task GetContextAsync_OfAHandle_StaysInItsScope()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem mine = await fixture.StoreAsync("likes green tea");
        await fixture.StoreAsync("likes green tea too", MemoryFixture.Bob);

        (await fixture.Memory.For(MemoryFixture.Alice).GetContextAsync("tea", cancellationToken: Token)).Items.Should().Equal(mine);
    }

    [Fact]
    public async Task GetContextAsync_WhenTheCounterThrows_ThrowsThatAndTheMemoryGoesOn()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("likes green tea");
        MemoryContextOptions broken = new() { CountTokens = _ => throw new InvalidOperationException("no vocabulary") };

        await FluentActions.Awaiting(() => fixture.Memory.GetContextAsync("tea", MemoryFixture.Alice, broken, Token))
            .Should().ThrowAsync<InvalidOperationException>();

        (await fixture.Memory.GetContextAsync("tea", MemoryFixture.Alice, cancellationToken: Token)).Items.Should().ContainSingle();
    }
}
