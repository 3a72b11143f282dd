using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing.Tests;

/// <summary>Runs what the package's README shows. CodeBlocksTests finds each block here, line for line.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The blocks are what readers see, and readers have no test's token.")]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_ScriptedModel_AnswersInOrderAndKeepsWhatWasAsked()
    {
        using ScriptedChatClient chat = new ScriptedChatClient()
            .Reply("""{"facts":[{"text":"Lives in Oslo"}]}""")
            .Truncate("""{"decisions":[]}""", characters: 5)     // cut off, FinishReason.Length
            .Fail(new HttpRequestException("down"));

        ChatResponse first = await chat.GetResponseAsync("I moved to Oslo");
        string asked = chat.Requests[0].LastText;                // "I moved to Oslo"

        first.Text.Should().Be("""{"facts":[{"text":"Lives in Oslo"}]}""");
        asked.Should().Be("I moved to Oslo");
        (await chat.GetResponseAsync("again")).FinishReason.Should().Be(ChatFinishReason.Length);
        await chat.Awaiting(client => client.GetResponseAsync("again")).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Readme_Embeddings_FailOnceThenMisbehave()
    {
        using DeterministicEmbeddingGenerator embeddings = new(dimensions: 64);
        embeddings.Map("exactly north", 1, 0).FailNext(new TimeoutException());
        embeddings.Misbehavior = EmbeddingMisbehavior.NotANumber;

        await embeddings.Awaiting(generator => generator.GenerateVectorAsync("exactly north")).Should().ThrowAsync<TimeoutException>();
        (await embeddings.GenerateVectorAsync("exactly north")).ToArray().Should().Contain(float.NaN);
    }

    [Fact]
    public void Readme_Clock_FiresTimersWhenAdvancedAndNotWhenSet()
    {
        ManualTimeProvider time = new();
        time.Advance(TimeSpan.FromMinutes(5));                   // timers fire, in order, on this thread
        time.SetUtcNow(time.GetUtcNow().AddHours(-1));           // the wall clock goes back; timers do not notice

        time.GetUtcNow().Should().Be(new ManualTimeProvider().GetUtcNow().AddMinutes(5 - 60));
        time.GetElapsedTime(0, time.GetTimestamp()).Should().Be(
            new ManualTimeProvider().GetElapsedTime(0, new ManualTimeProvider().GetTimestamp()) + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Readme_Conformance_PassesForAStoreThatKeepsTheContract()
    {
        VectorStoreConformance suite = new(token => Task.FromResult<IVectorStore>(new MyVectorStore()));
        await suite.RunAllAsync();                               // or each of suite.Cases as a test of its own

        suite.Cases.Should().NotBeEmpty();
    }

    // The reader's own store: a forwarder, so that the suite is run as the README does.
    private sealed class MyVectorStore : IVectorStore
    {
        private readonly InMemoryVectorStore _inner = new();

        public Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default) =>
            _inner.OpenAsync(space, cancellationToken);

        public Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default) =>
            _inner.ApplyAsync(changes, position, cancellationToken);

        public Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default) =>
            _inner.SearchAsync(query, cancellationToken);

        public Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default) =>
            _inner.SearchKeywordsAsync(query, cancellationToken);

        public Task<long> CountAsync(CancellationToken cancellationToken = default) => _inner.CountAsync(cancellationToken);

        public Task ClearAsync(CancellationToken cancellationToken = default) => _inner.ClearAsync(cancellationToken);

        public ValueTask DisposeAsync() => _inner.DisposeAsync();
    }
}
