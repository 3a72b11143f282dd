namespace Mem0Sharp.Tests.Search;

public sealed class NewestAmongNearTiesTests
{
    private const string Question = "Which city is the office in?";
    private static readonly MemorySearchOptions ByScore = new() { NewestAmongNearTies = false };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SearchAsync_OfContradictingMemories_HasTheNewestFirst()
    {
        await using MemoryFixture fixture = Lexical();
        MemoryItem bergen = await fixture.StoreAsync("The office is in the city of Bergen.");
        MemoryItem oslo = await fixture.StoreAsync("The office is in the city of Oslo in the south.");

        (await SearchAsync(fixture)).Should().Equal(oslo, bergen);
        (await SearchAsync(fixture, ByScore)).Should().Equal(bergen, oslo);
    }

    [Fact]
    public async Task SearchAsync_WhenTheClockWentBack_GoesByTheHistory()
    {
        await using MemoryFixture fixture = Lexical();
        MemoryItem bergen = await fixture.StoreAsync("The office is in the city of Bergen.");
        fixture.Time.SetUtcNow(fixture.Time.GetUtcNow().AddDays(-1));
        MemoryItem oslo = await fixture.StoreAsync("The office is in the city of Oslo in the south.");

        (await SearchAsync(fixture)).Should().Equal(oslo, bergen);
    }

    [Fact]
    public async Task SearchAsync_AfterTheOlderMemoryWasUpdated_HasThatFirst()
    {
        await using MemoryFixture fixture = Lexical();
        MemoryItem first = await fixture.StoreAsync("The office is in the city of Bergen in the west.");
        await fixture.StoreAsync("The office is in the city of Oslo.");

        await fixture.Memory.UpdateAsync(first.Id, "The office is in the city of Tromsø in the north.", cancellationToken: Token);

        (await SearchAsync(fixture))[0].Text.Should().Contain("Tromsø");
        (await SearchAsync(fixture, ByScore))[0].Text.Should().Contain("Oslo");
    }

    [Fact]
    public async Task SearchAsync_AfterMetadataOfTheOlderMemoryChanged_StillHasTheNewerTextFirst()
    {
        await using MemoryFixture fixture = Lexical();
        MemoryItem bergen = await fixture.StoreAsync("The office is in the city of Bergen.");
        MemoryItem oslo = await fixture.StoreAsync("The office is in the city of Oslo in the south.");

        await fixture.Memory.UpdateAsync(bergen.Id, new MemoryPatch { Tags = TagsPatch.Add("checked") }, cancellationToken: Token);

        (await SearchAsync(fixture))[0].Id.Should().Be(oslo.Id);
        (await SearchAsync(fixture, new MemorySearchOptions { AsOf = MemoryAsOf.Known(fixture.Time.GetUtcNow()) }))[0].Id.Should().Be(oslo.Id);
        await fixture.ReopenAsync();
        (await SearchAsync(fixture))[0].Id.Should().Be(oslo.Id);
    }

    [Fact]
    public async Task SearchAsync_ForOneResult_LooksBehindItForTheNewest()
    {
        await using MemoryFixture fixture = Lexical();
        await fixture.StoreAsync("The office is in the city of Bergen.");
        MemoryItem oslo = await fixture.StoreAsync("The office is in the city of Oslo in the south.");

        (await SearchAsync(fixture, new MemorySearchOptions { Top = 1 })).Should().Equal(oslo);
    }

    [Fact]
    public async Task SearchAsync_AfterReopening_StillHasTheNewestFirst()
    {
        await using MemoryFixture fixture = Lexical();
        MemoryItem bergen = await fixture.StoreAsync("The office is in the city of Bergen.");
        MemoryItem oslo = await fixture.StoreAsync("The office is in the city of Oslo in the south.");

        await fixture.ReopenAsync();

        (await SearchAsync(fixture)).Should().Equal(oslo, bergen);
    }

    [Fact]
    public async Task SearchAsync_ForTheOlderValueItself_GoesByScore()
    {
        await using MemoryFixture fixture = Lexical();
        MemoryItem bergen = await fixture.StoreAsync("The office is in the city of Bergen.");
        await fixture.StoreAsync("The office is in the city of Oslo in the south.");

        (await fixture.Memory.SearchAsync("Is the office in Bergen?", MemoryFixture.Alice, cancellationToken: Token))[0]
            .Item.Should().Be(bergen);
    }

    [Theory]
    [InlineData(MemorySearchMode.Hybrid)]
    [InlineData(MemorySearchMode.Vector)]
    public async Task SearchAsync_WhileTheEmbedderIsDown_StillHasTheNewestFirst(MemorySearchMode mode)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false)));
        MemoryItem bergen = await fixture.StoreAsync("The office is in the city of Bergen.");
        MemoryItem oslo = await fixture.StoreAsync("The office is in the city of Oslo in the south.");
        fixture.Embeddings.FailNext(new HttpRequestException("down")).FailNext(new HttpRequestException("down"));

        (await SearchAsync(fixture, new MemorySearchOptions { Mode = mode })).Should().Equal(oslo, bergen);
        (await SearchAsync(fixture, new MemorySearchOptions { Mode = mode, NewestAmongNearTies = false })).Should().Equal(bergen, oslo);
    }

    private static MemoryFixture Lexical() => MemoryFixture.ByRules(builder => builder.UseEmbeddings(new LexicalEmbeddingGenerator()));

    private static async Task<IReadOnlyList<MemoryItem>> SearchAsync(MemoryFixture fixture, MemorySearchOptions? options = null) =>
        [.. (await fixture.Memory.SearchAsync(Question, MemoryFixture.Alice, options, Token)).Select(hit => hit.Item)];
}
