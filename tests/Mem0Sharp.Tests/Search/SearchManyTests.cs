using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search;

/// <summary>Many questions at once find what each finds alone, for one call of the embedder.</summary>
public sealed class SearchManyTests : IAsyncDisposable
{
    private static readonly string[] Questions = ["which boat?", "tea or coffee", "which boat?", "nothing of it"];

    private readonly MemoryFixture _fixture = ByRules();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(MemorySearchMode.Vector, 1)]
    [InlineData(MemorySearchMode.Keyword, 0)]
    [InlineData(MemorySearchMode.Hybrid, 1)]
    public async Task SearchManyAsync_FindsForEachWhatASearchFinds_ForOneEmbeddingCall(MemorySearchMode mode, int calls)
    {
        foreach (string text in (string[])["owns a boat", "likes tea", "likes coffee", "sails"])
        {
            await _fixture.StoreAsync(text);
        }

        MemorySearchOptions options = new() { Mode = mode, Top = 3, Explain = true };
        int before = _fixture.Embeddings.CallCount;

        IReadOnlyList<MemorySearchResults> found = await _fixture.Memory.SearchManyAsync(Questions, Alice, options, Token);

        (_fixture.Embeddings.CallCount - before).Should().Be(calls);
        found.Should().HaveCount(Questions.Length);
        for (int i = 0; i < found.Count; i++)
        {
            MemorySearchResults alone = await _fixture.Memory.SearchAsync(Questions[i], Alice, options, Token);
            found[i].Should().Equal(alone);
            (found[i].Signals, found[i].EmbeddingModel).Should().Be((alone.Signals, alone.EmbeddingModel));
        }
    }

    [Fact]
    public async Task SearchManyAsync_OfALookBack_FindsWhatASearchFinds()
    {
        MemoryItem item = await _fixture.StoreAsync("owns a boat");
        MemorySearchOptions back = new() { AsOf = MemoryAsOf.Known(item.RecordedAt) };

        (await _fixture.Memory.SearchManyAsync(["boat", "owns"], Alice, back, Token)).Select(results => results.Single().Item).Should().Equal(item, item);
    }

    [Fact]
    public async Task SearchManyAsync_OfNoneTooManyOrABlankOne_IsRefusedBeforeAnythingIsEmbedded()
    {
        IEnumerable<string>[] refused = [[], Enumerable.Repeat("tea", MemoryLimits.BatchSize + 1), ["tea", " "]];
        foreach (IEnumerable<string> queries in refused)
        {
            await _fixture.Memory.Awaiting(memory => memory.SearchManyAsync(queries, Alice, cancellationToken: Token))
                .Should().ThrowAsync<MemoryValidationException>();
        }

        _fixture.Embeddings.CallCount.Should().Be(0);
    }
}
