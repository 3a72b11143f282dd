using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

public sealed class ConditionalUpdateTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_WhenTheConditionHolds_Changes()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { When = current => current.Version == 1 }, Token);

        result.Should().BeEquivalentTo(new { Outcome = UpdateOutcome.Updated, Item = new { Text = "likes coffee", Version = 2 } });
    }

    [Fact]
    public async Task UpdateAsync_WhenTheConditionDoesNotHold_SaysSkippedAndCostsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { When = current => current.Tags.Count > 0 }, Token);

        result.Outcome.Should().Be(UpdateOutcome.Skipped);
        result.Item.Should().Be(item);
        (await fixture.HistoryAsync(item.Id)).Should().ContainSingle();
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task UpdateAsync_WhenTheConditionCeasesToHoldBeforeTheCommit_IsSkipped()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory other = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        await other.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);

        MemoryUpdateResult result = await other.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { When = current => current.Version == 1 }, Token);

        result.Outcome.Should().Be(UpdateOutcome.Skipped);
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("likes water");
    }

    [Fact]
    public async Task UpdateAsync_WhenTheConditionThrows_ThrowsTheSameAndChangesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        Func<Task> update = () => fixture.Memory.UpdateAsync(
            item.Id, "x", new MemoryUpdateOptions { When = _ => throw new FormatException("mine") }, Token);

        (await update.Should().ThrowAsync<FormatException>()).WithMessage("mine");
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
    }

    [Fact]
    public async Task UpdateAsync_Deciding_SeesTheMemoryAndMakesTheChange()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, current => MemoryPatch.ForText(current.Text + " and coffee"), new MemoryRetryOptions { Reason = "more" }, Token);

        result.Item.Text.Should().Be("likes tea and coffee");
        (await fixture.HistoryAsync(item.Id))[^1].Reason.Should().Be("more");
    }

    [Fact]
    public async Task UpdateAsync_DecidingOnNothing_LeavesTheMemory()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, _ => null, cancellationToken: Token);

        result.Should().BeEquivalentTo(new { Outcome = UpdateOutcome.Unchanged, Item = item });
    }

    [Fact]
    public async Task UpdateAsync_DecidingWhileOthersWrite_DecidesAgainOnWhatTheyWrote()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("0");
        int attempts = 0;

        // The delay before the second attempt is on the fixture's clock.
        Task<MemoryUpdateResult> update = fixture.Memory.UpdateAsync(
            item.Id,
            current =>
            {
                if (++attempts == 1)
                {
                    fixture.Memory.UpdateAsync(item.Id, "1", cancellationToken: Token).GetAwaiter().GetResult();
                }

                return MemoryPatch.ForText($"{current.Text}+1");
            },
            new MemoryRetryOptions { Delay = TimeSpan.Zero },
            Token);
        MemoryUpdateResult result = await update;

        attempts.Should().Be(2);
        result.Item.Should().BeEquivalentTo(new { Text = "1+1", Version = 3 });
    }

    [Fact]
    public async Task UpdateAsync_DecidingWhenOthersAreAlwaysQuicker_ThrowsTheConflictAfterItsRetries()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("0");
        int attempts = 0;

        Func<Task> update = () => fixture.Memory.UpdateAsync(
            item.Id,
            current =>
            {
                attempts++;
                fixture.Memory.UpdateAsync(item.Id, $"other {attempts}", cancellationToken: Token).GetAwaiter().GetResult();
                return MemoryPatch.ForText("mine");
            },
            new MemoryRetryOptions { MaxRetries = 2, Delay = TimeSpan.Zero },
            Token);

        (await update.Should().ThrowAsync<MemoryConflictException>()).Which.ExpectedVersion.Should().Be(3);
        attempts.Should().Be(3);
    }

    [Fact]
    public async Task UpdateAsync_Deciding_BetweenAttemptsWaitsTwiceAsLongEachTime()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("0");
        int attempts = 0;

        // Metadata alone: an embedding would set a timer of its own.
        Task<MemoryUpdateResult> update = Task.Run(
            () => fixture.Memory.UpdateAsync(
                item.Id,
                _ =>
                {
                    if (attempts < 3)
                    {
                        fixture.Memory.UpdateAsync(item.Id, Counting(attempts), cancellationToken: Token).GetAwaiter().GetResult();
                    }

                    attempts++;
                    return Counting(-1);
                },
                new MemoryRetryOptions { Delay = TimeSpan.FromSeconds(1) },
                Token),
            Token);

        foreach ((int attempt, int seconds) in new[] { (1, 1), (2, 2), (3, 4) })
        {
            await UntilAsync(() => fixture.Time.TimerCount == 1);
            fixture.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            fixture.Time.TimerCount.Should().Be(1, "the wait before attempt {0} is {1} s", attempt + 1, seconds);
            attempts.Should().Be(attempt);
            fixture.Time.Advance(TimeSpan.FromMilliseconds(1));
            await UntilAsync(() => Volatile.Read(ref attempts) == attempt + 1);
        }

        (await update).Outcome.Should().Be(UpdateOutcome.Updated);

        static MemoryPatch Counting(int n) => new() { Metadata = new JsonObject { ["n"] = n } };

        static async Task UntilAsync(Func<bool> condition)
        {
            while (!condition())
            {
                await Task.Delay(1, Token);
            }
        }
    }

    [Fact]
    public async Task UpdateAsync_DecidingByManyWriters_SumsAnIncrementExactly()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(
            "counter", options: new MemoryAddOptions { Metadata = new JsonObject { ["n"] = 0 } });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                for (int i = 0; i < 25; i++)
                {
                    await fixture.Memory.UpdateAsync(
                        item.Id,
                        current => new MemoryPatch { Metadata = new JsonObject { ["n"] = current.Metadata["n"].GetInt32() + 1 } },
                        new MemoryRetryOptions { MaxRetries = 1_000, Delay = TimeSpan.Zero },
                        Token);
                }
            },
            Token)));

        (await fixture.Memory.GetAsync(item.Id, Token))!.Metadata["n"].GetInt32().Should().Be(200);
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(1_001, 5)]
    [InlineData(3, -1)]
    [InlineData(3, 60_001)]
    public async Task UpdateAsync_DecidingWithSettingsOutOfRange_IsRefused(int retries, int milliseconds)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        Func<Task> update = () => fixture.Memory.UpdateAsync(
            "id",
            _ => null,
            new MemoryRetryOptions { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(milliseconds) },
            Token);

        await update.Should().ThrowAsync<MemoryValidationException>();
    }
}
