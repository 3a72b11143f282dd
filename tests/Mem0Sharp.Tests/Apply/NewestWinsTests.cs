using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>Of two updates the newer by timestamp stays; the older one costs nothing.</summary>
public sealed class NewestWinsTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_NewestWins_WithALaterTimestamp_IsMergedIntoTheNewestVersion()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAndChangeAsync(fixture);
        DateTimeOffset later = item.UpdatedAt.AddTicks(1);
        fixture.Time.Advance(TimeSpan.FromDays(1));

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = later }, NewestWins(expectedVersion: 1), Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        result.Item.Should().BeEquivalentTo(new
        {
            Text = "likes coffee",
            Version = 3,
            UpdatedAt = later,
            ValidFrom = later,
            Tags = new[] { "drink" },
            RecordedAt = fixture.Time.GetUtcNow(),
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-864_000_000_000)]
    public async Task UpdateAsync_NewestWins_WithAnEqualOrEarlierTimestamp_IsSupersededAndCostsNothing(long ticks)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAndChangeAsync(fixture);
        MemoryPatch patch = new() { Text = "likes coffee", Timestamp = item.UpdatedAt.AddTicks(ticks) };
        FileRows before = FileRows.Of(fixture);

        foreach (int? expected in new int?[] { 1, null, 7 })
        {
            MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, patch, NewestWins(expected), Token);

            result.Outcome.Should().Be(UpdateOutcome.Superseded);
            History.FullMemory.ShouldBeSame(result.Item, item);
        }

        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_NewestWins_WithoutATimestamp_IsOfNow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAndChangeAsync(fixture);
        MemoryUpdateResult atOnce = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", NewestWins(expectedVersion: 1), Token);
        fixture.Time.Advance(TimeSpan.FromTicks(1));

        MemoryUpdateResult later = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", NewestWins(expectedVersion: 1), Token);

        atOnce.Outcome.Should().Be(UpdateOutcome.Superseded, "the clock stood still, and equal timestamps keep what is stored");
        (later.Outcome, later.Item.Text, later.Item.Version).Should().Be((UpdateOutcome.Updated, "likes coffee", 3));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(null)]
    public async Task UpdateAsync_NewestWins_ThatIsNotLateAndSaysNoTime_Happens(int? expected)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAndChangeAsync(fixture);

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", NewestWins(expected), Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
    }

    [Fact]
    public async Task UpdateAsync_NewestWins_OfTheExpectedVersion_HappensWhateverItsTimestamp()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await StoreAndChangeAsync(fixture);
        DateTimeOffset earlier = item.UpdatedAt.AddDays(-1);

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = earlier }, NewestWins(expectedVersion: 2), Token);

        (result.Outcome, result.Item.UpdatedAt).Should().Be((UpdateOutcome.Updated, earlier));
    }

    [Fact]
    public async Task UpdateAsync_NewestWins_FromSourcesInAnyOrder_EndsWithTheLatest()
    {
        const int Seed = 20260301;
        Random random = new(Seed);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int round = 0; round < 20; round++)
        {
            MemoryItem item = await fixture.StoreAsync($"memory {round}");
            int[] order = [.. Enumerable.Range(1, 8)];
            random.Shuffle(order);
            foreach (int second in order)
            {
                await fixture.Memory.UpdateAsync(
                    item.Id,
                    new MemoryPatch { Metadata = new JsonObject { ["n"] = second }, Timestamp = item.UpdatedAt.AddSeconds(second) },
                    NewestWins(expectedVersion: null),
                    Token);
            }

            MemoryItem now = (await fixture.Memory.GetAsync(item.Id, Token))!;
            now.Metadata["n"].GetInt32().Should().Be(8, "seed {0}, order {1}", Seed, string.Join(',', order));
        }
    }

    [Fact]
    public async Task UpdateAsync_NewestWins_WhenANewerOneCommitsInBetween_IsSuperseded()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes water", Timestamp = item.UpdatedAt.AddHours(2) }, cancellationToken: Token);

        MemoryUpdateResult result = await late.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = item.UpdatedAt.AddHours(1) }, NewestWins(expectedVersion: 1), Token);

        (result.Outcome, result.Item.Text, result.Item.Version).Should().Be((UpdateOutcome.Superseded, "likes water", 2));
        (await fixture.HistoryAsync(item.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task BatchUpdateAsync_NewestWins_EmbedsOnlyWhatIsNewer()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem[] items = [await StoreAndChangeAsync(fixture), await StoreAndChangeAsync(fixture), await StoreAndChangeAsync(fixture)];
        int texts = fixture.Embeddings.TextCount;

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select((item, i) => new MemoryUpdate(
                item.Id, new MemoryPatch { Text = $"new text {i}", Timestamp = item.UpdatedAt.AddSeconds(i - 1) })
            {
                ExpectedVersion = 1,
                OnConflict = ConflictPolicy.NewestWins,
            }),
            new BatchUpdateOptions { AllOrNothing = true },
            Token);

        result.Select(item => item.Outcome).Should().Equal(UpdateOutcome.Superseded, UpdateOutcome.Superseded, UpdateOutcome.Updated);
        result.Select(item => item.Item!.Version).Should().Equal(2, 2, 3);
        (fixture.Embeddings.TextCount - texts).Should().Be(1);
    }

    private static MemoryUpdateOptions NewestWins(int? expectedVersion) =>
        new() { ExpectedVersion = expectedVersion, OnConflict = ConflictPolicy.NewestWins };

    /// <summary>Stores a memory that is at its second version, changed an hour after it was added.</summary>
    private static async Task<MemoryItem> StoreAndChangeAsync(MemoryFixture fixture)
    {
        MemoryItem item = await fixture.StoreAsync("likes tea");
        fixture.Time.Advance(TimeSpan.FromHours(1));
        return (await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Tags = TagsPatch.Add("drink") }, cancellationToken: Token)).Item;
    }
}
