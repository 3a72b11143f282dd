namespace Mem0Sharp.Tests.Apply;

/// <content>The columns of the file.</content>
public sealed partial class TimestampUpdateTests
{
    [Fact]
    public async Task UpdateAsync_WithATimestamp_StandsInTheColumnsOfTheFile()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        fixture.Time.Advance(TimeSpan.FromHours(1));

        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Text = "likes coffee", Timestamp = Then }, cancellationToken: Token);

        fixture.Sql("SELECT created_at, updated_at, recorded_at FROM history WHERE version = 2").Single().Should().Equal(
            "2026-03-01T12:00:00.0000000+00:00", "2025-05-31T22:00:00.0000000+00:00", "2026-03-01T13:00:00.0000000+00:00");
    }
}
