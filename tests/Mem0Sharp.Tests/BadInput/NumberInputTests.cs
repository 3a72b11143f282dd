namespace Mem0Sharp.Tests.BadInput;

/// <summary>E5: numbers of an option that mean nothing are refused with a typed error; the least and the most that mean something work.</summary>
public sealed class NumberInputTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(MemoryLimits.Top + 1)]
    [InlineData(int.MaxValue)]
    public async Task SearchAsync_WithATopOutOfRange_IsRefused_E5(int top)
    {
        await ShouldRefuseAsync(memory => memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Top = top }, Token));
        await ShouldRefuseAsync(memory => memory.SearchAsync(
            "tea", MemoryFixture.Alice, new MemorySearchOptions { Top = top, AsOf = new MemoryAsOf() }, Token));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0000001)]
    [InlineData(double.MaxValue)]
    public async Task SearchAsync_WithAThresholdThatIsNoSimilarity_IsRefused_E5(double threshold) =>
        await ShouldRefuseAsync(memory => memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Threshold = threshold }, Token));

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(MemoryLimits.BatchSize + 1)]
    [InlineData(int.MaxValue)]
    public async Task GetAllAsync_WithAPageSizeOutOfRange_IsRefused_E5(int size)
    {
        await ShouldRefuseAsync(async memory => await memory.GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { PageSize = size }, Token).CountAsync(Token));
        await ShouldRefuseAsync(memory => memory.CountAsync(MemoryFixture.Alice, new MemoryListOptions { PageSize = size }, Token));
    }

    [Theory]
    [InlineData(int.MinValue, 10, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(MemoryLimits.Hops + 1, 10, 0)]
    [InlineData(int.MaxValue, 10, 0)]
    [InlineData(1, 0, 0)]
    [InlineData(1, -1, 0)]
    [InlineData(1, MemoryLimits.Top + 1, 0)]
    [InlineData(1, 10, -0.1)]
    [InlineData(1, 10, 1.0000001)]
    [InlineData(1, 10, double.NaN)]
    [InlineData(1, 10, double.PositiveInfinity)]
    public async Task GetRelatedAsync_WithANumberOutOfRange_IsRefused_E5(int hops, int top, double minStrength) =>
        await ShouldRefuseAsync(memory => memory.GetRelatedAsync(
            "id", new MemoryRelatedOptions { Hops = hops, Top = top, MinStrength = minStrength }, Token));

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task HistoryAsync_AfterANegativeSequence_IsRefused_E5(long sequence)
    {
        await ShouldRefuseAsync(async memory => await memory.HistoryAsync(new HistoryFilter { AfterSequence = sequence }, Token).CountAsync(Token));
        await ShouldRefuseAsync(async memory => await memory.WatchAsync(new HistoryFilter { AfterSequence = sequence }, Token).FirstAsync(Token));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task Call_ExpectingAVersionThatCannotBe_IsRefused_E5(int version)
    {
        await ShouldRefuseAsync(memory => memory.UpdateAsync("id", "x", new MemoryUpdateOptions { ExpectedVersion = version }, Token));
        await ShouldRefuseAsync(memory => memory.BatchUpdateAsync([new MemoryUpdate("id", "x") { ExpectedVersion = version }], cancellationToken: Token));
        await ShouldRefuseAsync(memory => memory.DeleteAsync("id", new MemoryDeleteOptions { ExpectedVersion = version }, Token));
        await ShouldRefuseAsync(memory => memory.RestoreAsync("id", version, cancellationToken: Token));
        await ShouldRefuseAsync(memory => memory.RestoreAsync("id", 1, new MemoryRestoreOptions { ExpectedVersion = version }, Token));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(1, -1)]
    [InlineData(1, long.MaxValue)]
    public async Task UpdateAsync_WithRetriesOutOfRange_IsRefused_E5(int retries, long ticks) =>
        await ShouldRefuseAsync(memory => memory.UpdateAsync(
            "id", _ => null, new MemoryRetryOptions { MaxRetries = retries, Delay = TimeSpan.FromTicks(ticks) }, Token));

    [Fact]
    public async Task Reads_AtTheEdgesOfTheirOptions_Work_E5()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int i = 0; i < 3; i++)
        {
            await fixture.StoreAsync($"Likes tea {i}");
        }

        foreach ((int top, double threshold, int expected) in ((int, double, int)[])[(1, -1, 1), (MemoryLimits.Top, -1, 3), (MemoryLimits.Top, 1, 0)])
        {
            foreach (MemorySearchMode mode in Enum.GetValues<MemorySearchMode>())
            {
                (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Mode = mode, Top = top, Threshold = threshold }, Token))
                    .Should().HaveCount(expected);
            }
        }

        foreach (int size in (int[])[1, 3, MemoryLimits.BatchSize])
        {
            (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { PageSize = size }, Token).CountAsync(Token)).Should().Be(3);
        }

        (await fixture.Memory.HistoryAsync(new HistoryFilter { AfterSequence = 0 }, Token).CountAsync(Token)).Should().Be(3);
        (await fixture.Memory.HistoryAsync(new HistoryFilter { AfterSequence = long.MaxValue }, Token).CountAsync(Token)).Should().Be(0);
        Func<Task> unknown = async () => await fixture.Memory.RestoreAsync(
            (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).FirstAsync(Token)).Id, int.MaxValue, cancellationToken: Token);
        await unknown.Should().ThrowAsync<MemoryException>();
    }

    private static async Task ShouldRefuseAsync(Func<Memory, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("Likes tea");
        FileRows before = FileRows.Of(fixture);

        Func<Task> refused = () => call(fixture.Memory);

        await refused.Should().ThrowAsync<MemoryValidationException>();
        FileRows.Of(fixture).Should().Be(before);
    }
}
