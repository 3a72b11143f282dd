namespace Mem0Sharp.Tests.Apply;

public sealed class MemoryRetryOptionsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 60_000)]
    [InlineData(1_000, 0)]
    [InlineData(1_000, 60_000)]
    public void Validated_AtTheLimits_IsAccepted(int retries, int milliseconds)
    {
        MemoryRetryOptions options = new() { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(milliseconds) };

        options.Validated("options").Should().BeSameAs(options);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(1_001, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 60_001)]
    public void Validated_BeyondThem_IsRefused(int retries, int milliseconds)
    {
        MemoryRetryOptions options = new() { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(milliseconds) };

        FluentActions.Invoking(() => options.Validated("options")).Should().Throw<MemoryValidationException>();
    }

    [Theory]
    [InlineData(5, 0, 5)]
    [InlineData(5, 1, 10)]
    [InlineData(5, 4, 80)]
    [InlineData(5, 13, 40_960)]
    [InlineData(5, 14, 60_000)]
    [InlineData(5, 999, 60_000)]
    [InlineData(0, 999, 0)]
    [InlineData(60_000, 0, 60_000)]
    [InlineData(60_000, 1, 60_000)]
    public void DelayBefore_DoublesUpToAMinute(int first, int retry, int milliseconds) =>
        new MemoryRetryOptions { Delay = TimeSpan.FromMilliseconds(first) }.DelayBefore(retry).Should().Be(TimeSpan.FromMilliseconds(milliseconds));
}
