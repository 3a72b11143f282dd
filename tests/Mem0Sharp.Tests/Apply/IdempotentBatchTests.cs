namespace Mem0Sharp.Tests.Apply;

/// <summary>A batch with a key happens once, failures of single updates included.</summary>
public sealed class IdempotentBatchTests
{
    private static readonly BatchUpdateOptions Keyed = new() { IdempotencyKey = "key-1" };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task BatchUpdateAsync_WithAKeyAgain_ReturnsTheSameForEveryKindOfOutcome_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryUpdate[] updates = await EveryOutcomeAsync(fixture);
        BatchUpdateResult first = await fixture.Memory.BatchUpdateAsync(updates, Keyed, Token);
        foreach (BatchUpdateItem changed in first.Where(item => item.Outcome == UpdateOutcome.Updated))
        {
            await fixture.Memory.UpdateAsync(changed.Id, "something else", cancellationToken: Token);
        }

        await fixture.ReopenAsync();
        FileRows before = FileRows.Of(fixture);

        BatchUpdateResult again = await fixture.Memory.BatchUpdateAsync(updates, Keyed, Token);

        first.Select(item => item.Outcome).Distinct().Should().BeEquivalentTo(
            [UpdateOutcome.Updated, UpdateOutcome.Unchanged, UpdateOutcome.Failed, UpdateOutcome.Superseded, UpdateOutcome.KeptBoth]);
        first.Where(item => item.Error is not null).Select(item => item.Error!.GetType()).Distinct().Should().BeEquivalentTo(
            [typeof(MemoryConflictException), typeof(MemoryNotFoundException), typeof(ImmutableMemoryException), typeof(MemoryValidationException)]);
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothingWithAKeyAgain_ReturnsTheSame_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = [await fixture.StoreAsync("a"), await fixture.StoreAsync("b")];
        MemoryUpdate[] updates = [.. items.Select(item => new MemoryUpdate(item.Id, item.Text + " changed"))];
        BatchUpdateOptions options = new() { IdempotencyKey = "key-1", AllOrNothing = true };
        BatchUpdateResult first = await fixture.Memory.BatchUpdateAsync(updates, options, Token);
        FileRows before = FileRows.Of(fixture);

        BatchUpdateResult again = await fixture.OpenOther().BatchUpdateAsync(updates, options, Token);

        first.UpdatedCount.Should().Be(2);
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BatchUpdateAsync_WithAKeyThatFailedWholly_CanBeMadeAgain_B9(bool allOrNothing)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = [await fixture.StoreAsync("a"), await fixture.StoreAsync("b")];
        await fixture.Memory.DeleteAsync(items[0].Id, cancellationToken: Token);
        if (!allOrNothing)
        {
            await fixture.Memory.DeleteAsync(items[1].Id, cancellationToken: Token);
        }

        MemoryUpdate[] updates = [.. items.Select(item => new MemoryUpdate(item.Id, item.Text + " changed"))];
        BatchUpdateOptions options = new() { IdempotencyKey = "key-1", AllOrNothing = allOrNothing };
        FileRows before = FileRows.Of(fixture);
        BatchUpdateResult first = await fixture.Memory.BatchUpdateAsync(updates, options, Token);
        FileRows.Of(fixture).Should().Be(before);
        foreach (BatchUpdateItem failed in first.Where(item => item.Outcome == UpdateOutcome.Failed))
        {
            await fixture.Memory.RestoreAsync(failed.Id, 1, cancellationToken: Token);
        }

        BatchUpdateResult second = await fixture.Memory.BatchUpdateAsync(updates, options, Token);

        first.UpdatedCount.Should().Be(0);
        second.UpdatedCount.Should().Be(2);
    }

    public static TheoryData<string, Func<MemoryUpdate[], MemoryUpdate[]>, bool> OtherContent => new()
    {
        { "order", updates => [updates[1], updates[0]], false },
        { "fewer", updates => [updates[0]], false },
        { "text", updates => [updates[0], new MemoryUpdate(updates[1].Id, "other")], false },
        { "version", updates => [updates[0], updates[1] with { ExpectedVersion = 1 }], false },
        { "policy", updates => [updates[0], updates[1] with { OnConflict = ConflictPolicy.Merge }], false },
        { "all or nothing", updates => updates, true },
    };

    [Theory]
    [MemberData(nameof(OtherContent))]
    public async Task BatchUpdateAsync_WithAKeyOfAnotherContent_IsRefusedAndWritesNothing_B9(
        string name, Func<MemoryUpdate[], MemoryUpdate[]> other, bool allOrNothing)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = [await fixture.StoreAsync("a"), await fixture.StoreAsync("b")];
        MemoryUpdate[] updates = [.. items.Select(item => new MemoryUpdate(item.Id, item.Text + " changed"))];
        await fixture.Memory.BatchUpdateAsync(updates, Keyed, Token);
        FileRows before = FileRows.Of(fixture);

        Func<Task> again = () => fixture.Memory.BatchUpdateAsync(
            other(updates), new BatchUpdateOptions { IdempotencyKey = "key-1", AllOrNothing = allOrNothing }, Token);

        await again.Should().ThrowAsync<IdempotencyKeyException>(name);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task BatchUpdateAsync_WithTheKeyOfAnUpdate_IsIndependentOfIt_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("a");
        await fixture.Memory.UpdateAsync(item.Id, "b", new MemoryUpdateOptions { IdempotencyKey = "key-1" }, Token);

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync([new MemoryUpdate(item.Id, "c")], Keyed, Token);

        result.Single().Item.Should().BeEquivalentTo(new { Text = "c", Version = 3 });
    }

    private static async Task<MemoryUpdate[]> EveryOutcomeAsync(MemoryFixture fixture)
    {
        DateTimeOffset start = fixture.Time.GetUtcNow();
        List<MemoryItem> items = [];
        for (int i = 0; i < 8; i++)
        {
            items.Add(await fixture.StoreAsync($"text {i}", options: new MemoryAddOptions { IsImmutable = i == 2, ValidFrom = start }));
        }

        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(items[5].Id, "newer", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(items[6].Id, "newer", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(items[7].Id, "theirs", cancellationToken: Token);
        return
        [
            new MemoryUpdate(items[0].Id, "changed"),
            new MemoryUpdate(items[1].Id, items[1].Text),
            new MemoryUpdate(items[2].Id, "never"),
            new MemoryUpdate("unknown", "never"),
            new MemoryUpdate(items[3].Id, "never") { ExpectedVersion = 9 },
            new MemoryUpdate(items[4].Id, new MemoryPatch { Text = "never", ValidTo = start }),
            new MemoryUpdate(items[5].Id, new MemoryPatch { Text = "older", Timestamp = start }) { OnConflict = ConflictPolicy.NewestWins },
            new MemoryUpdate(items[6].Id, "beside") { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth },
            new MemoryUpdate(items[7].Id, "ours") { ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge },
        ];
    }
}
