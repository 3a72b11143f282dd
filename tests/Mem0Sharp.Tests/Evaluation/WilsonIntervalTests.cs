using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class WilsonIntervalTests
{
    /// <remarks>Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3.</remarks>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Of_SharesWithKnownIntervals_AreThose(int hits, int count, double low, double high)
    {
        WilsonInterval interval = WilsonInterval.Of((double)hits / count, count);

        interval.Low.Should().BeApproximately(low, 0.00005);
        interval.High.Should().BeApproximately(high, 0.00005);
    }

    [Fact]
    public void Of_AShareOfAll_MirrorsThatOfNone()
    {
        WilsonInterval all = WilsonInterval.Of(1, 20);

        all.Low.Should().BeApproximately(1 - WilsonInterval.Of(0, 20).High, 1e-12);
        all.High.Should().Be(1);
    }

    [Fact]
    public void Of_NoQuestion_IsAnything() => WilsonInterval.Of(0, 0).Should().Be(new WilsonInterval(0, 1));
}
