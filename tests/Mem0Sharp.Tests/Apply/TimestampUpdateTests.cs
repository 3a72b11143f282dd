namespace Mem0Sharp.Tests.Apply;

/// <summary>When a change became so, as the caller knows it, beside when it was recorded.</summary>
public sealed partial class TimestampUpdateTests
{
    private static readonly DateTimeOffset Then = new(2025, 6, 1, 3, 0, 0, TimeSpan.FromHours(5));

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, MemoryTimestamp> Timestamps => new()
    {
        { "instant", Then },
        { "seconds", Then.ToUnixTimeSeconds() },
        { "text", MemoryTimestamp.Parse("2025-06-01t03:00:00+05:00") },
    };

    [Theory]
    [MemberData(nameof(Timestamps))]
    public async Task UpdateAsync_WithATimestamp_HoldsAndWasUpdatedThenAndIsRecordedNow(string name, MemoryTimestamp timestamp)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        fixture.Time.Advance(TimeSpan.FromHours(1));

        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = timestamp }, cancellationToken: Token);
        await fixture.ReopenAsync();

        MemoryItem now = (await fixture.Memory.GetAsync(item.Id, Token))!;
        History.FullMemory.ShouldBeSame(now, item with
        {
            Text = "likes coffee",
            Version = 2,
            ValidFrom = Then.ToUniversalTime(),
            UpdatedAt = Then.ToUniversalTime(),
            RecordedAt = fixture.Time.GetUtcNow(),
        });
        now.UpdatedAt.Offset.Should().Be(TimeSpan.Zero, name);
    }

    [Fact]
    public async Task UpdateAsync_WithoutATimestamp_IsOfNowAndKeepsWhenItHolds()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea", options: new MemoryAddOptions { ValidFrom = Then });
        fixture.Time.Advance(TimeSpan.FromHours(1));

        MemoryItem now = (await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token)).Item;

        now.Should().BeEquivalentTo(new { UpdatedAt = fixture.Time.GetUtcNow(), RecordedAt = fixture.Time.GetUtcNow(), ValidFrom = Then.ToUniversalTime() });
    }

    [Fact]
    public async Task UpdateAsync_WithATimestampAndAValidFrom_HoldsFromTheLatter()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea", options: new MemoryAddOptions { ValidFrom = Then });
        DateTimeOffset other = Then.AddDays(-7).ToUniversalTime();

        MemoryItem set = (await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { ValidFrom = other, Timestamp = Then }, cancellationToken: Token)).Item;
        MemoryItem cleared = (await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { ValidFrom = InstantPatch.Clear, Timestamp = Then }, cancellationToken: Token)).Item;

        (set.ValidFrom, set.UpdatedAt).Should().Be((other, Then.ToUniversalTime()));
        (cleared.ValidFrom, cleared.UpdatedAt).Should().Be((null, Then.ToUniversalTime()));
    }

    [Fact]
    public async Task UpdateAsync_WithATimestampAlone_ChangesFromWhenItHoldsAndTheSameAgainNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryPatch patch = new() { Timestamp = Then };
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, patch, cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, patch, cancellationToken: Token);

        (first.Outcome, first.Item.ValidFrom).Should().Be((UpdateOutcome.Updated, Then.ToUniversalTime()));
        again.Outcome.Should().Be(UpdateOutcome.Unchanged);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public async Task UpdateAsync_WithATimestampAtTheEdgeOfTime_ComesBackExactly_E9(string edge)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryTimestamp timestamp = MemoryTimestamp.Parse(edge);

        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = timestamp }, cancellationToken: Token);
        await fixture.ReopenAsync();

        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeEquivalentTo(new { ValidFrom = timestamp.Instant, UpdatedAt = timestamp.Instant });
        (await fixture.Memory.SearchAsync("coffee", MemoryFixture.Alice, cancellationToken: Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task UpdateAsync_WithATimestampAfterItsEnd_IsRefusedAndCostsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea", options: new MemoryAddOptions { ValidTo = Then });
        FileRows before = FileRows.Of(fixture);

        Func<Task> update = () => fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = Then }, cancellationToken: Token);

        await update.Should().ThrowAsync<MemoryValidationException>();
        FileRows.Of(fixture).Should().Be(before);
        MemoryUpdateResult withEnd = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = Then, ValidTo = InstantPatch.Clear }, cancellationToken: Token);
        withEnd.Outcome.Should().Be(UpdateOutcome.Updated);
    }
}
