using Mem0Sharp.Tests.Ask;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Search.Rerank;

public sealed class RerankStageTests
{
    private const string Query = "Where does Ada work?";

    private static readonly SearchHit[] Hits =
        [.. Judged.Memories.Select((item, i) => new SearchHit(item, 0.9 - (i / 10.0)))];

    private readonly CollectingLogger _log = new(LogLevel.Debug);

    public static TheoryData<string, Func<IReadOnlyList<double>>> Failures => new()
    {
        { nameof(InvalidOperationException), () => throw new InvalidOperationException(Query) },
        { nameof(MemoryNetworkException), () => throw new MemoryNetworkException("rerank", Query, new HttpRequestException(Query)) },
        { nameof(TaskCanceledException), () => throw new TaskCanceledException("its own time limit") },
        { nameof(ModelResponseException), () => [0.1, 0.2] },
        { nameof(ModelResponseException), () => [0.1, 0.2, 0.3, 0.4] },
        { nameof(ModelResponseException), () => [0.1, double.NaN, 0.3] },
        { nameof(ModelResponseException), () => [0.1, double.PositiveInfinity, 0.3] },
        { nameof(ModelResponseException), () => [0.1, 1.0000001, 0.3] },
        { nameof(ModelResponseException), () => [0.1, -0.0000001, 0.3] },
        { nameof(ArgumentNullException), () => null! },
    };

    [Fact]
    public async Task RerankAsync_PutsTheMostRelevantFirstAndKeepsScores()
    {
        RerankedHits reranked = await RerankAsync(new StubReranker((_, _) => [0.2, 1, 0]));

        reranked.Hits.Should().Equal(
            Hits[1] with { Relevance = 1 }, Hits[0] with { Relevance = 0.2 }, Hits[2] with { Relevance = 0 });
        reranked.Failure.Should().BeNull();
        _log.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task RerankAsync_OfEqualRelevances_KeepsTheOrder() =>
        (await RerankAsync(new StubReranker((_, _) => [0.5, 1, 0.5]))).Hits.Select(hit => hit.Item)
            .Should().Equal(Hits[1].Item, Hits[0].Item, Hits[2].Item);

    [Fact]
    public async Task RerankAsync_ToADepth_JudgesNoMoreAndLeavesTheRestBehind()
    {
        StubReranker reranker = new((_, _) => [0, 0.4]);

        RerankedHits reranked = await RerankAsync(reranker, depth: 2);

        reranker.Calls.Should().ContainSingle().Which.Query.Should().Be(Query);
        reranker.Calls[0].Memories.Should().Equal(Hits[0].Item, Hits[1].Item);
        reranked.Hits.Select(hit => (hit.Item, hit.Relevance)).Should().Equal((Hits[1].Item, 0.4), (Hits[0].Item, 0), (Hits[2].Item, null));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public async Task RerankAsync_OfNothing_DoesNotAsk(int depth, int found)
    {
        StubReranker reranker = new((_, _) => throw new InvalidOperationException("Nobody should ask."));

        RerankedHits reranked = await new RerankStage(reranker, _log).RerankAsync(Query, Hits[..found], depth, MemoryFixture.Token);

        reranked.Failure.Should().BeNull();
        reranked.Hits.Select(hit => hit with { Relevance = null }).Should().Equal(Hits[..found]);
        reranker.Calls.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task RerankAsync_WhenTheRerankerFails_KeepsTheOrderAndTellsOfIt(string failure, Func<IReadOnlyList<double>> answer)
    {
        RerankedHits reranked = await RerankAsync(new StubReranker((_, _) => answer()));

        reranked.Hits.Should().Equal(Hits);
        reranked.Failure!.GetType().Name.Should().Be(failure);
        (LogLevel level, int id, string text) = _log.Entries.Should().ContainSingle().Which;
        (level, id).Should().Be((LogLevel.Warning, MemoryLogEvents.RerankingFailed));
        text.Should().Contain(failure).And.NotContain(Query);
    }

    [Fact]
    public async Task RerankAsync_WhenCancelled_IsCancelledAndLogsNothing()
    {
        using CancellationTokenSource source = new();
        StubReranker reranker = new((_, _) =>
        {
            source.Cancel();
            throw new OperationCanceledException(source.Token);
        });

        Func<Task> call = () => new RerankStage(reranker, _log).RerankAsync(Query, Hits, depth: 3, source.Token);

        await call.Should().ThrowAsync<OperationCanceledException>();
        _log.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task RerankAsync_WhenTheRerankerIgnoresTheToken_IsCancelledNevertheless()
    {
        using CancellationTokenSource source = new();
        TaskCompletionSource never = new();
        StubReranker reranker = new((_, _) => [0, 0, 0]) { Until = never.Task };

        Task<RerankedHits> call = new RerankStage(reranker, _log).RerankAsync(Query, Hits, depth: 3, source.Token);
        await source.CancelAsync();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        _log.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task Parts_WithoutModelAndReranker_HaveNone()
    {
        await using MemoryParts parts = new MemoryBuilder().Parts();

        parts.Reranking.Should().BeNull();
    }

    [Fact]
    public async Task Parts_WithAModel_AskIt()
    {
        StubChatClient chat = StubChatClient.Replying("""{"grades":[{"memory":0,"grade":1},{"memory":1,"grade":8},{"memory":2,"grade":0}]}""");
        await using MemoryParts parts = new MemoryBuilder().UseChatClient(chat).Parts();

        RerankedHits reranked = await parts.Reranking!.RerankAsync(Query, Hits, depth: 3, MemoryFixture.Token);

        reranked.Hits.Select(hit => hit.Relevance).Should().Equal(0.8, 0.1, 0);
    }

    [Fact]
    public async Task Parts_WithAModelAndARerankerOfTheHosts_AskTheHosts()
    {
        StubChatClient chat = StubChatClient.Replying("{}");
        await using MemoryParts parts = new MemoryBuilder().UseReranker(new StubReranker((_, _) => [0, 0.5, 1])).UseChatClient(chat).Parts();

        RerankedHits reranked = await parts.Reranking!.RerankAsync(Query, Hits, depth: 3, MemoryFixture.Token);

        reranked.Hits.Select(hit => hit.Relevance).Should().Equal(1, 0.5, 0);
        chat.Calls.Should().BeEmpty();
    }

    private Task<RerankedHits> RerankAsync(IMemoryReranker reranker, int depth = 3) =>
        new RerankStage(reranker, _log).RerankAsync(Query, Hits, depth, MemoryFixture.Token);
}
