using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Embed;

/// <summary>While the embedder cannot be reached, what is stored is found by its words; when it is back, by its vector. Never by the vector of another text.</summary>
public sealed class EmbedLaterTests
{
    private static readonly MemoryAddOptions Verbatim = new() { Mode = MemoryAddMode.Verbatim };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddAsync_WhenTheEmbedderIsDown_IsFoundByWordsUntilItIsBack_B14(bool isReopened)
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes coffee");
        Fail(fixture, 3);

        MemoryItem stored = (await fixture.Memory.AddAsync("owns a red boat", Alice, Verbatim, Token)).Items.Single();

        MemorySearchResults byWords = await fixture.Memory.SearchAsync("which boat?", Alice, ByVector, Token);
        byWords.Signals.Should().Be(SearchSignals.Keyword);
        byWords.EmbeddingModel.Should().BeNull("no vector was compared");
        byWords.Single().Item.Should().Be(stored);
        (await fixture.Memory.SearchAsync("car", Alice, ByVector, Token)).Should().BeEmpty("no word is shared");
        MemorySearchResults both = await fixture.Memory.SearchAsync("red boat or coffee", Alice, ByVector, Token);
        both.Signals.Should().Be(SearchSignals.Vector | SearchSignals.Keyword, "the embedder is back, the embedding is not there yet");
        both.Select(match => match.Item.Text).Should().BeEquivalentTo("owns a red boat", "likes coffee");
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty("it is no damage");
        if (isReopened)
        {
            await fixture.ReopenAsync();
        }

        (await fixture.Memory.EmbedMissingAsync(Token)).Should().Be(1);

        MemorySearchResults byVector = await fixture.Memory.SearchAsync("owns a red boat", Alice, ByVector, Token);
        byVector.Signals.Should().Be(SearchSignals.Vector);
        byVector[0].Should().BeEquivalentTo(new { Item = stored });
        byVector[0].Score.Should().BeApproximately(1, 1e-6);
        (await fixture.HistoryAsync(stored.Id)).Should().ContainSingle("an embedding is no change");
        (await fixture.Memory.EmbedMissingAsync(Token)).Should().Be(0);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_ByDefault_WhileTheEmbedderIsDownAndAfterwards_FindsTheSameAndSaysByWhat()
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes coffee");
        Fail(fixture, 2);
        MemoryItem stored = (await fixture.Memory.AddAsync("owns a red boat", Alice, Verbatim, Token)).Items.Single();

        MemorySearchResults down = await fixture.Memory.SearchAsync("which boat?", Alice, cancellationToken: Token);
        MemorySearchResults without = await fixture.Memory.SearchAsync("which boat?", Alice, cancellationToken: Token);
        await fixture.Memory.EmbedMissingAsync(Token);
        MemorySearchResults with = await fixture.Memory.SearchAsync("which boat?", Alice, cancellationToken: Token);

        down.Select(hit => hit.Item).Should().Equal(stored);
        (down.Signals, down.EmbeddingModel).Should().Be((SearchSignals.Keyword, null));
        (without.Signals, without.EmbeddingModel).Should().Be((SearchSignals.Vector | SearchSignals.Keyword, "deterministic"), "the question has a vector");
        without[0].Item.Should().Be(stored);
        without[0].Score.Should().BeApproximately(down[0].Score, 1e-9, "its words are all there is to compare");
        with[0].Item.Should().Be(stored);
        with[0].Score.Should().BeGreaterThan(without[0].Score, "its vector counts now, on the same scale");
    }

    [Theory]
    [InlineData(MemorySearchMode.Hybrid, 0)]
    [InlineData(MemorySearchMode.Vector, 1)]
    public async Task SearchAsync_WithAThreshold_WhileTheEmbedderIsDown_KeepsToItWhereTheScaleIsTheSame(MemorySearchMode mode, int found)
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("owns a red boat");
        MemorySearchOptions strict = new() { Mode = mode, Threshold = 0.9 };
        Fail(fixture, 1);

        (await fixture.Memory.SearchAsync("which boat?", Alice, strict, Token)).Should().HaveCount(found);
    }

    [Fact]
    public async Task AddAsync_WhenTheEmbedderIsDownAndNothingMayLack_Throws()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("likes coffee");
        Fail(fixture, 1);

        Func<Task> adding = () => fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token);

        await adding.Should().ThrowAsync<MemoryNetworkException>();
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_BeforeTheFirstEmbeddingOfAll_Throws()
    {
        await using MemoryFixture fixture = Patient();
        Fail(fixture, 1);

        Func<Task> adding = () => fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token);

        await adding.Should().ThrowAsync<MemoryNetworkException>("nobody knows yet how long a vector is");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task UpdateAsync_WhenTheEmbedderIsDown_NeverLeavesTheNewTextWithTheOldVector_B14()
    {
        await using MemoryFixture fixture = Patient();
        MemoryItem tea = await fixture.StoreAsync("likes tea");
        await fixture.StoreAsync("owns a boat");
        Fail(fixture, 1);

        await fixture.Memory.UpdateAsync(tea.Id, "likes coffee", cancellationToken: Token);

        (await fixture.Memory.SearchAsync("likes tea", Alice, new() { Mode = MemorySearchMode.Vector, Threshold = 0.9 }, Token)).Should().NotContain(match => match.Item.Id == tea.Id && match.Score > 0.9);
        (await fixture.OpenOther().SearchAsync("likes tea", Alice, Nearest, Token))
            .Should().NotContain(match => match.Score > 0.99, "another process does not see the old vector either");
        await fixture.Memory.EmbedMissingAsync(Token);
        MemorySearchResult found = (await fixture.Memory.SearchAsync("likes coffee", Alice, ByVector, Token))[0];
        found.Item.Id.Should().Be(tea.Id);
        found.Score.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public async Task EmbedMissingAsync_OfAnotherMemory_IsSeenByThisOne()
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes tea");
        Fail(fixture, 1);
        MemoryItem boat = (await fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token)).Items.Single();

        (await fixture.OpenOther().EmbedMissingAsync(Token)).Should().Be(1);

        MemorySearchResults found = await fixture.Memory.SearchAsync("owns a boat", Alice, Nearest, Token);
        (found.Signals, found[0].Item.Id).Should().Be((SearchSignals.Vector, boat.Id));
    }

    [Fact]
    public async Task EmbedMissingAsync_WhileTheEmbedderIsDown_ThrowsAndKeepsWhatIsMissing()
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes tea");
        Fail(fixture, 2);
        await fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token);

        await fixture.Memory.Awaiting(memory => memory.EmbedMissingAsync(Token)).Should().ThrowAsync<MemoryNetworkException>();

        (await fixture.Memory.EmbedMissingAsync(Token)).Should().Be(1);
    }

    [Fact]
    public async Task AddAsync_OfATextThatLacksItsEmbeddingElsewhere_LeavesNeitherWithout()
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes tea");
        Fail(fixture, 1);
        await fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token);
        await fixture.Memory.AddAsync("owns a boat", Bob, Verbatim, Token);
        int calls = fixture.Embeddings.CallCount;

        (await fixture.Memory.EmbedMissingAsync(Token)).Should().Be(1);

        fixture.Embeddings.CallCount.Should().Be(calls, "the text is known since it was stored again");
        foreach (MemoryScope scope in (MemoryScope[])[Alice, Bob])
        {
            MemorySearchResults found = await fixture.Memory.SearchAsync("owns a boat", scope, Nearest, Token);
            (found.Signals, found[0].Score > 0.999).Should().Be((SearchSignals.Vector, true));
        }
    }

    [Fact]
    public async Task AddAsync_OfAFactThatIsKnown_FindsItByItsWordsWhileTheEmbedderIsDown()
    {
        await using MemoryFixture fixture = Patient(hasModel: true);
        MemoryItem known = await fixture.StoreAsync("Alice owns a boat");
        Fail(fixture, 2);
        fixture.Extracts("Alice owns a boat");
        fixture.Decides("""{"fact":0,"event":"ADD"}""");

        FactResult fact = (await fixture.Memory.AddAsync("I own a boat", Alice, cancellationToken: Token)).Facts.Single();

        (fact.Outcome, fact.Item!.Id).Should().Be((FactOutcome.None, known.Id));
    }

    [Fact]
    public async Task EraseAsync_OfAMemoryThatLacksItsEmbedding_LeavesNothingToEmbed()
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes tea");
        Fail(fixture, 1);
        MemoryItem boat = (await fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token)).Items.Single();

        await fixture.Memory.EraseAsync(boat.Id, Token);

        fixture.Sql("SELECT 1 FROM late_embeddings").Should().BeEmpty();
        (await fixture.Memory.EmbedMissingAsync(Token)).Should().Be(0);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task DiagnoseAsync_OfAMemoryThatLacksItsEmbedding_SaysThatItComes()
    {
        await using MemoryFixture fixture = Patient();
        await fixture.StoreAsync("likes tea");
        Fail(fixture, 1);
        MemoryItem boat = (await fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token)).Items.Single();

        MemoryHealthReport report = await fixture.Memory.DiagnoseAsync(boat.Id, Token);

        report.Checks.Single(check => string.Equals(check.Name, "embedding", StringComparison.Ordinal)).Status.Should().Be(MemoryHealthStatus.Degraded);
        await fixture.Memory.EmbedMissingAsync(Token);
        (await fixture.Memory.DiagnoseAsync(boat.Id, Token)).Status.Should().Be(MemoryHealthStatus.Healthy);
    }

    [Fact]
    public async Task AddAsync_WhenTheEmbedderIsDown_IsEmbeddedInTheBackground()
    {
        await using MemoryFixture fixture = ByRules(builder => builder.Configure(options => options.EmbedsLater = true));
        await fixture.StoreAsync("likes tea");
        Fail(fixture, 3);

        await fixture.Memory.AddAsync("owns a boat", Alice, Verbatim, Token);

        Task embedded = UntilEmbeddedAsync(fixture);
        await Resilience.Patience.EndAsync(embedded, fixture.Time);
        await embedded;
        (await fixture.Memory.SearchAsync("owns a boat", Alice, Nearest, Token)).Signals.Should().Be(SearchSignals.Vector);
    }

    private static async Task UntilEmbeddedAsync(MemoryFixture fixture)
    {
        while (fixture.Sql("SELECT 1 FROM late_embeddings WHERE sequence IS NULL").Count > 0)
        {
            await Task.Delay(5, Token);
        }
    }

    private static MemoryFixture Patient(bool hasModel = false)
    {
        Action<MemoryBuilder> build = builder => builder.Configure(options => (options.EmbedsLater, options.ProcessesQueue) = (true, false));
        return hasModel ? ByModel(build) : ByRules(build);
    }

    private static void Fail(MemoryFixture fixture, int times)
    {
        for (int i = 0; i < times; i++)
        {
            fixture.Embeddings.FailNext(new HttpRequestException("down"));
        }
    }
}
