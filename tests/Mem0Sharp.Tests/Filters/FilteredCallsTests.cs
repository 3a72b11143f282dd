using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Filters;

/// <summary>Each call that takes a filter, on a real memory.</summary>
public sealed class FilteredCallsTests
{
    private static readonly MemoryFilter Red = MemoryField.Metadata("color").EqualTo("red");

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SearchAsync_FilterThatLeavesThreeOfMany_FindsThoseThree()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int n = 0; n < 60; n++)
        {
            await StoreAsync(fixture, $"green tea number {n}", "green");
        }

        string[] red =
        [
            (await StoreAsync(fixture, "a bicycle", "red")).Id,
            (await StoreAsync(fixture, "an umbrella", "red")).Id,
            (await StoreAsync(fixture, "a violin", "red")).Id,
        ];

        MemorySearchResults hits = await fixture.Memory.SearchAsync(
            "green tea number 5", MemoryFixture.Alice, new MemorySearchOptions { Filter = Red, Top = 3 }, Token);

        hits.Select(hit => hit.Item.Id).Should().BeEquivalentTo(red);
    }

    [Theory]
    [InlineData(MemorySearchMode.Hybrid)]
    [InlineData(MemorySearchMode.Vector)]
    public async Task SearchAsync_WhereOnlyWordsFind_KeepsToTheFilter(MemorySearchMode mode)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.Configure(options => options.EmbedsLater = true));
        await StoreAsync(fixture, "green tea", "green");
        MemoryItem red = await StoreAsync(fixture, "black tea", "red");
        for (int n = 0; n < 3; n++)
        {
            fixture.Embeddings.FailNext(new HttpRequestException("down"));
        }

        MemorySearchResults hits = await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Mode = mode, Filter = Red }, Token);

        hits.Signals.Should().Be(SearchSignals.Keyword);
        hits.Select(hit => hit.Item.Id).Should().Equal(red.Id);
    }

    [Fact]
    public async Task AsOf_Filter_LooksAtTheVersionThatCounts()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture, "a bicycle", "red");
        await StoreAsync(fixture, "a boat", "green");
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Metadata = new JsonObject { ["color"] = "green" } }, cancellationToken: Token);
        MemoryAsOf then = MemoryAsOf.Known(item.RecordedAt);
        MemoryListOptions now = new() { Filter = Red }, before = new() { Filter = Red, AsOf = then };

        (await fixture.Memory.CountAsync(MemoryFixture.Alice, now, Token)).Should().Be(0);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, before, Token)).Should().Be(1);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, before, Token).ToListAsync(Token)).Should().ContainSingle().Which.Version.Should().Be(1);
        (await fixture.Memory.SearchAsync("bicycle", MemoryFixture.Alice, new MemorySearchOptions { Filter = Red, AsOf = then }, Token))
            .Should().ContainSingle().Which.Item.Version.Should().Be(1);
        (await fixture.Memory.SearchAsync("bicycle", MemoryFixture.Alice, new MemorySearchOptions { Filter = Red }, Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task DeleteAllAsync_Filter_DeletesWhatMatchesInTheScopeAndNothingElse()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem green = await StoreAsync(fixture, "a boat", "green");
        MemoryItem bobs = await StoreAsync(fixture, "a canoe", "red", MemoryFixture.Bob);
        for (int n = 0; n < 5; n++)
        {
            await StoreAsync(fixture, $"a bicycle {n}", "red");
        }

        (await fixture.Memory.DeleteAllAsync(MemoryFixture.Alice, Red, new MemoryChangeOptions { Reason = "sold" }, Token)).Should().Be(5);

        (await fixture.Memory.DeleteAllAsync(MemoryFixture.Alice, Red, cancellationToken: Token)).Should().Be(0);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token)).Should().Equal(green);
        (await fixture.Memory.GetAsync(bobs.Id, Token)).Should().Be(bobs);
    }

    [Fact]
    public async Task DeleteAllAsync_WithoutTheFilterThatWasMeant_DeletesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAsync(fixture, "a boat", "green");

        await fixture.Memory.Awaiting(memory => memory.DeleteAllAsync(MemoryFixture.Alice, filter: null!, cancellationToken: Token))
            .Should().ThrowAsync<ArgumentNullException>();

        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
    }

    private static Task<MemoryItem> StoreAsync(MemoryFixture fixture, string text, string color, MemoryScope? scope = null) =>
        fixture.StoreAsync(text, scope, new MemoryAddOptions { Metadata = new JsonObject { ["color"] = color } });
}
