using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Search.Hybrid;

/// <summary>What a question says of time, how new a memory is and how much it matters order what a search by both finds; no search writes.</summary>
public sealed partial class TimeInSearchTests : IAsyncDisposable
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    // 1 March 2026, a Sunday, at noon.
    private readonly MemoryFixture _fixture = ByRules();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task SearchAsync_WithARecencyHalfLife_PrefersTheNewerOfTwoThatAnswerAlike()
    {
        Same("tea with Ann", "tea with Ben", "tea with Cid", "Who has tea?");
        await AddAsync("tea with Ann", daysAgo: 1);
        await AddAsync("tea with Ben", daysAgo: 90);
        MemorySearchOptions off = ByScore(), on = ByScore(recency: Month);

        (await ScoresAsync("Who has tea?", off)).Distinct().Should().ContainSingle("their words and vectors are as good");
        (await TextsAsync("Who has tea?", on)).Should().Equal("tea with Ann", "tea with Ben");
        _fixture.Time.Advance(TimeSpan.FromDays(90));
        await AddAsync("tea with Cid", daysAgo: 0);
        (await TextsAsync("Who has tea?", on)).First().Should().Be("tea with Cid", "the clock went on");
    }

    [Fact]
    public async Task SearchAsync_WithARecencyHalfLife_SaysHowNewAndWhatThatBrought()
    {
        await AddAsync("tea with Ann", daysAgo: 30);

        MemorySearchResult found = (await SearchAsync("Who has tea?", ByScore(recency: Month))).Single();

        found.Details!.Recency.Should().BeApproximately(0.5, 1e-9);
        found.Details.FromRecency.Should().BeApproximately(0.15 * 0.5 / 1.56, 1e-9);
        (found.Details.Salience, found.Details.FromSalience).Should().Be((null, 0));
        (found.Details.FromKeyword + found.Details.FromCosine + found.Details.FromAnswer + found.Details.FromRecency).Should().BeApproximately(found.Score, 1e-12);
    }

    [Fact]
    public async Task SearchAsync_WithoutHalfLives_GivesTheScoresWhateverTheAgeAndTheFeedback()
    {
        await AddAsync("tea with Ann", daysAgo: 1);
        MemoryItem item = (await SearchAsync("Who has tea?", ByScore())).Single().Item;
        double score = (await SearchAsync("Who has tea?", ByScore())).Single().Score;

        _fixture.Time.Advance(TimeSpan.FromDays(5_000));
        await _fixture.Memory.FeedbackAsync(item.Id, MemoryFeedback.VeryNegative, cancellationToken: Token);

        MemorySearchResult later = (await SearchAsync("Who has tea?", ByScore())).Single();
        later.Score.Should().Be(score);
        (later.Details!.Recency, later.Details.Salience, later.Details.FromRecency, later.Details.FromSalience).Should().Be((null, null, 0, 0));
    }

    [Fact]
    public async Task SearchAsync_WithASalienceHalfLife_PrefersWhatWasPraisedUntilThatIsLongAgo()
    {
        Same("tea with Ann", "tea with Ben", "Who has tea?");
        await AddAsync("tea with Ann", daysAgo: 1);
        await AddAsync("tea with Ben", daysAgo: 1);
        string[] ids = [.. (await SearchAsync("Who has tea?", ByScore())).Select(result => result.Item.Id).OrderBy(id => id, StringComparer.Ordinal)];
        await _fixture.Memory.FeedbackAsync(ids[1], MemoryFeedback.Positive, cancellationToken: Token);

        MemorySearchResults praised = await SearchAsync("Who has tea?", ByScore(salience: Month));
        praised.Select(result => result.Item.Id).Should().Equal(ids[1], ids[0]);
        praised.Select(result => Math.Round(result.Details!.Salience!.Value, 3)).Should().Equal(0.625, 0.5);
        _fixture.Time.Advance(Month);
        (await SearchAsync("Who has tea?", ByScore(salience: Month))).Select(result => Math.Round(result.Details!.Salience!.Value, 4))
            .Should().Equal(0.3125, 0.25);
        (await SearchAsync("Who has tea?", ByScore(salience: TimeSpan.MaxValue))).Select(result => result.Details!.Salience).Should().Equal(0.625, 0.5);
        (await ScoresAsync("Who has tea?", ByScore())).Distinct().Should().ContainSingle("unless asked, feedback orders nothing");
    }

    [Fact]
    public async Task SearchAsync_ForWhatHoldsNow_PrefersItToWhatEnded()
    {
        DateTimeOffset now = _fixture.Time.GetUtcNow();
        string[] questions = ["Where does she live?", "Where does she live now?", "Where does she still live?", "Where did she live in May 2025?"];
        Same(["lives in Oslo", "lives in Rome", .. questions]);
        await AddAsync("lives in Oslo", daysAgo: 400, to: now.AddDays(-1));
        await AddAsync("lives in Rome", daysAgo: 500);

        (await TextsAsync("Where does she live now?", ByScore())).Should().Equal("lives in Rome", "lives in Oslo");
        (await TextsAsync("Where does she still live?", ByScore())).Should().Equal("lives in Rome", "lives in Oslo");
        (await SearchAsync("Where does she live now?", ByScore())).Select(result => result.Details!.Period).Should().Equal(1, 0);
        (await ScoresAsync("Where does she live?", ByScore())).Distinct().Should().ContainSingle("nobody asked about now");
        (await TextsAsync("Where did she live in May 2025?", ByScore())).First().Should().Be("lives in Oslo", "then it held");
        MemorySearchOptions then = new()
        {
            Mode = MemorySearchMode.Hybrid,
            NewestAmongNearTies = false,
            Explain = true,
            AsOf = MemoryAsOf.Held(now.AddDays(-10)),
        };
        (await SearchAsync("Where does she live now?", then)).Select(result => result.Details!.Period).Should().Equal([1, 1], "both held then");
    }

    [Fact]
    public async Task SearchAsync_ForBeforeAndAfter_PrefersWhatIsOnThatSide()
    {
        string[] questions =
        [
            "Tea before May 2023?", "Tea after May 2023?", "Tea since 2023-05-07?", "Tea until May 2023?", "Tea between January and March 2023?",
            "Tea last May?",
        ];
        Same(["tea with Ann", "tea with Ben", .. questions]);
        await AddAsync("tea with Ann", new DateTimeOffset(2023, 2, 1, 0, 0, 0, TimeSpan.Zero));
        await AddAsync("tea with Ben", new DateTimeOffset(2023, 9, 1, 0, 0, 0, TimeSpan.Zero));

        foreach ((string question, string first) in questions.Zip(
            (string[])["tea with Ann", "tea with Ben", "tea with Ben", "tea with Ann", "tea with Ann", "tea with Ann"]).SkipLast(1))
        {
            (await TextsAsync(question, ByScore())).First().Should().Be(first, question);
        }

        MemorySearchResults neither = await SearchAsync(questions[^1], ByScore());
        neither.Should().OnlyContain(result => result.Details!.Period < 0.01, "May 2025 is neither");
    }

    [Fact]
    public async Task SearchAsync_ForYesterday_CountsFromTheClockAndOfALookBackFromThen()
    {
        Same("tea with Ann", "tea with Ben", "Tea yesterday?");
        await AddAsync("tea with Ann", daysAgo: 1);
        await AddAsync("tea with Ben", daysAgo: 20);
        DateTimeOffset now = _fixture.Time.GetUtcNow();

        MemorySearchResults found = await SearchAsync("Tea yesterday?", ByScore(recency: Month));
        found.Select(result => result.Item.Text).Should().Equal("tea with Ann", "tea with Ben");
        found[0].Details!.Period.Should().Be(1);

        _fixture.Time.Advance(TimeSpan.FromDays(365));
        (await SearchAsync("Tea yesterday?", ByScore())).Should().OnlyContain(result => result.Details!.Period < 0.01);
        MemorySearchOptions then = new()
        {
            Mode = MemorySearchMode.Hybrid,
            NewestAmongNearTies = false,
            Explain = true,
            RecencyHalfLife = Month,
            SalienceHalfLife = Month,
            AsOf = MemoryAsOf.Known(now),
        };
        MemorySearchResults past = await SearchAsync("Tea yesterday?", then);
        past.Select(result => result.Details!.Period).Should().Equal(found.Select(result => result.Details!.Period));
        past.Select(result => result.Details!.Recency).Should().Equal(found.Select(result => result.Details!.Recency));
        past.Select(result => result.Details!.Salience).Should().Equal(0.5, 0.5);
    }

    [Fact]
    public async Task SearchAsync_WithRandomOptions_AddsUpAndIsFromZeroToOne()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        string[] words = ["tea", "boat", "sea", "Oslo", "now", "yesterday", "in", "May", "2025", "before", "after"];
        for (int i = 0; i < 30; i++)
        {
            DateTimeOffset? to = random.Next(3) == 0 ? _fixture.Time.GetUtcNow().AddDays(random.Next(1, 9)) : null;
            await AddAsync($"{words[i % 4]} {words[i % 3]} {i}", random.Next(1_000), to);
        }

        TimeSpan? AnyHalfLife() => random.Next(2) == 0 ? null : TimeSpan.FromDays(random.Next(1, 99));
        _fixture.Time.Advance(TimeSpan.FromDays(5));
        for (int i = 0; i < 60; i++)
        {
            string question = string.Join(' ', Enumerable.Range(0, 5).Select(_ => words[random.Next(words.Length)]).Prepend(words[i % 4]));
            MemorySearchResults found = await SearchAsync(question, ByScore(AnyHalfLife(), AnyHalfLife()));

            found.Should().NotBeEmpty();
            foreach (MemorySearchResult result in found)
            {
                MemoryScoreDetails details = result.Details!;
                double sum = details.FromCosine + details.FromKeyword + details.FromPeriod + details.FromEntities + details.FromAnswer
                    + details.FromRecency + details.FromSalience;
                sum.Should().BeApproximately(result.Score, 1e-12, "seed {0}: {1}", seed, question);
                result.Score.Should().BeInRange(0, 1, "seed {0}: {1}", seed, question);
            }
        }
    }

    [Theory]
    [InlineData(MemorySearchMode.Vector, 1, false)]
    [InlineData(MemorySearchMode.Keyword, 1, false)]
    [InlineData(MemorySearchMode.Hybrid, 1, true)]
    [InlineData(MemorySearchMode.Hybrid, long.MaxValue, true)]
    [InlineData(MemorySearchMode.Hybrid, 0, false)]
    [InlineData(MemorySearchMode.Hybrid, -1, false)]
    [InlineData(MemorySearchMode.Hybrid, long.MinValue, false)]
    public async Task SearchAsync_WithAHalfLife_IsRefusedUnlessItIsAboveZeroAndTheModeHasRoomForIt(MemorySearchMode mode, long ticks, bool isFine)
    {
        await _fixture.StoreAsync("likes tea");
        int calls = _fixture.Embeddings.CallCount;
        TimeSpan halfLife = TimeSpan.FromTicks(ticks);
        foreach (MemorySearchOptions options in (MemorySearchOptions[])
            [
                new() { Mode = mode, RecencyHalfLife = halfLife },
                new() { Mode = mode, SalienceHalfLife = halfLife },
                new() { Mode = mode, RecencyHalfLife = halfLife, AsOf = new MemoryAsOf() },
            ])
        {
            Func<Task<MemorySearchResults>> search = () => _fixture.Memory.SearchAsync("tea", Alice, options, Token);
            if (isFine)
            {
                (await search()).Should().ContainSingle();
                continue;
            }

            MemoryValidationException refused = (await search.Should().ThrowAsync<MemoryValidationException>()).Which;
            refused.Parameter.Should().Be(options.RecencyHalfLife is null ? "SalienceHalfLife" : "RecencyHalfLife");
            refused.Suggestion.Contains("Hybrid", StringComparison.Ordinal).Should().Be(mode != MemorySearchMode.Hybrid);
            _fixture.Embeddings.CallCount.Should().Be(calls);
        }
    }

    private static MemorySearchOptions ByScore(TimeSpan? recency = null, TimeSpan? salience = null) => new()
    {
        Mode = MemorySearchMode.Hybrid,
        NewestAmongNearTies = false,
        Explain = true,
        RecencyHalfLife = recency,
        SalienceHalfLife = salience,
    };

    /// <summary>Makes the vectors of texts the same.</summary>
    private void Same(params string[] texts)
    {
        float[] vector = new float[64];
        vector[0] = 1;
        foreach (string text in texts)
        {
            _fixture.Embeddings.Map(text, vector);
        }
    }

    private Task<MemoryAddResult> AddAsync(string text, int daysAgo, DateTimeOffset? to = null) =>
        AddAsync(text, _fixture.Time.GetUtcNow().AddDays(-daysAgo), to);

    private Task<MemoryAddResult> AddAsync(string text, DateTimeOffset at, DateTimeOffset? to = null) => _fixture.Memory.AddAsync(
        text, Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, OccurredAt = at, ValidTo = to }, Token);

    private Task<MemorySearchResults> SearchAsync(string question, MemorySearchOptions options) =>
        _fixture.Memory.SearchAsync(question, Alice, options, Token);

    private async Task<string[]> TextsAsync(string question, MemorySearchOptions options) =>
        [.. (await SearchAsync(question, options)).Select(result => result.Item.Text)];

    private async Task<double[]> ScoresAsync(string question, MemorySearchOptions options) =>
        [.. (await SearchAsync(question, options)).Select(result => Math.Round(result.Score, 9))];
}
