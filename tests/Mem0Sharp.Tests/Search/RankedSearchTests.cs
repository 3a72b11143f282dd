using Mem0Sharp.Testing;
using Mem0Sharp.Tests.Search.Rerank;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search;

/// <summary>What was found is judged, chosen so that it differs, and cut: in this order.</summary>
public sealed class RankedSearchTests
{
    [Fact]
    public async Task SearchAsync_Reranked_PutsTheMostRelevantFirstAndSaysHowRelevant()
    {
        StubReranker reranker = ForTheCellar();
        await using MemoryFixture fixture = await FilledAsync(reranker);

        MemorySearchResults found = await fixture.Memory.SearchAsync("tea", Alice, new MemorySearchOptions { Rerank = true, Top = 2 }, Token);

        found.Should().HaveCount(2);
        found[0].Should().BeEquivalentTo(new { Item = new { Text = "tea in the cellar" }, Relevance = (double?)0.9 });
        found[1].Relevance.Should().Be(0.1);
        found.RerankFailure.Should().BeNull();
        reranker.Calls.Should().ContainSingle().Which.Memories.Should().HaveCount(4, "more are judged than are asked for");
    }

    [Fact]
    public async Task SearchAsync_WithARerankerThatFails_KeepsTheOrderAndSaysSo()
    {
        StubReranker reranker = new((_, _) => throw new InvalidOperationException("no"));
        await using MemoryFixture fixture = await FilledAsync(reranker);
        MemorySearchResults expected = await fixture.Memory.SearchAsync("tea", Alice, cancellationToken: Token);

        MemorySearchResults found = await fixture.Memory.SearchAsync("tea", Alice, new MemorySearchOptions { Rerank = true }, Token);

        found.Should().Equal(expected);
        found.RerankFailure.Should().Be(nameof(InvalidOperationException));
        found.Select(result => result.Relevance).Should().AllBeEquivalentTo((double?)null);
    }

    [Fact]
    public async Task SearchAsync_NotReranked_DoesNotAskTheReranker()
    {
        StubReranker reranker = new((_, memories) => [.. memories.Select(_ => 1.0)]);
        await using MemoryFixture fixture = await FilledAsync(reranker);

        (await fixture.Memory.SearchAsync("tea", Alice, cancellationToken: Token)).RerankFailure.Should().BeNull();

        reranker.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_RerankedWithoutAReranker_IsRefusedBeforeAnythingIsEmbedded()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("likes tea");
        int calls = fixture.Embeddings.CallCount;

        await fixture.Memory.Awaiting(memory => memory.SearchAsync("new words", Alice, new MemorySearchOptions { Rerank = true }, Token))
            .Should().ThrowAsync<MemoryConfigurationException>();

        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Theory]
    [InlineData(-0.1, 30)]
    [InlineData(1.1, 30)]
    [InlineData(double.NaN, 30)]
    [InlineData(0, 0)]
    [InlineData(0, 101)]
    public async Task SearchAsync_OfAnOptionOutOfRange_IsRefused(double diversity, int depth)
    {
        await using MemoryFixture fixture = ByRules();
        MemorySearchOptions options = new() { Diversity = diversity, RerankDepth = depth };

        await fixture.Memory.Awaiting(memory => memory.SearchAsync("tea", Alice, options, Token)).Should().ThrowAsync<MemoryValidationException>();
    }

    [Fact]
    public async Task SearchAsync_WhoseFileIsMovedWhileItIsReranked_SaysWhichModelEmbeddedTheQuestion()
    {
        using DeterministicEmbeddingGenerator newer = new(modelId: "newer");
        Memory? memory = null;
        StubReranker reranker = new((_, memories) => [.. memories.Select(_ => 1.0)]) { Meanwhile = () => memory!.ReembedAsync(cancellationToken: Token) };
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("tea in the cellar");
        memory = fixture.OpenOther(builder => builder.UseEmbeddings(newer).UsePreviousEmbeddings(fixture.Embeddings).UseReranker(reranker));

        MemorySearchResults found = await memory.SearchAsync("tea", Alice, new MemorySearchOptions { Rerank = true }, Token);

        (found.RerankFailure, memory.EmbeddingModel).Should().Be((null, "newer"), "it was moved meanwhile");
        found.EmbeddingModel.Should().Be("deterministic", "the scores are of its vectors");
        (await memory.SearchAsync("tea", Alice, cancellationToken: Token)).EmbeddingModel.Should().Be("newer");
    }

    [Fact]
    public async Task SearchAsync_WithDiversity_LeavesRoomForWhatSaysSomethingElse()
    {
        await using MemoryFixture fixture = ByRules();
        fixture.Embeddings.Map("question", Vector(1, 0, 0)).Map("first", Vector(0.9f, 0.1f, 0)).Map("same as the first", Vector(0.9f, 0.11f, 0))
            .Map("another", Vector(0.6f, 0, 0.8f));
        foreach (string text in (string[])["first", "same as the first", "another"])
        {
            await fixture.StoreAsync(text);
        }

        (await TextsAsync(fixture, 0)).Should().Equal("first", "same as the first");
        (await TextsAsync(fixture, 0.5)).Should().Equal("first", "another");
    }

    [Fact]
    public async Task SearchAsync_OfALookBack_IsJudgedToo()
    {
        StubReranker reranker = ForTheCellar();
        await using MemoryFixture fixture = await FilledAsync(reranker);
        MemorySearchOptions back = new() { Rerank = true, Top = 1, AsOf = MemoryAsOf.Known(fixture.Time.GetUtcNow()) };

        (await fixture.Memory.SearchAsync("tea", Alice, back, Token)).Single().Item.Text.Should().Be("tea in the cellar");
    }

    private static StubReranker ForTheCellar() =>
        new((_, memories) => [.. memories.Select(memory => memory.Text.EndsWith("cellar", StringComparison.Ordinal) ? 0.9 : 0.1)]);

    private static async Task<MemoryFixture> FilledAsync(StubReranker reranker)
    {
        MemoryFixture fixture = ByRules(builder => builder.UseReranker(reranker));
        foreach (string text in (string[])["tea tea", "green tea", "tea in the cellar", "coffee"])
        {
            await fixture.StoreAsync(text);
        }

        return fixture;
    }

    private static float[] Vector(float x, float y, float z) => [x, y, z, .. new float[61]];

    private static async Task<string[]> TextsAsync(MemoryFixture fixture, double diversity) =>
    [
        .. (await fixture.Memory.SearchAsync(
            "question", Alice, new MemorySearchOptions { Top = 2, Diversity = diversity, NewestAmongNearTies = false }, Token)).Select(result => result.Item.Text),
    ];
}
