namespace Mem0Sharp.Tests.Search.Hybrid;

public sealed class ScoreFusionTests
{
    [Theory]
    [InlineData(1.0, 1.0, 1.0, 1)]
    [InlineData(1.0, 1.0, null, 1)]
    [InlineData(-1.0, 0.0, 0.0, 0)]
    [InlineData(null, 0.0, null, 0)]
    [InlineData(0.5, 0.7, null, (0.7 + 0.2) / 1.4)]
    [InlineData(0.5, 0.7, 0.4, (0.7 + 0.2 + 0.06) / 1.55)]
    [InlineData(null, 0.7, null, 0.7 / 1.4)]
    public void Fuse_Signals_IsTheirWeightedMean(double? cosine, double keyword, double? period, double expected)
    {
        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(cosine, keyword, period);

        score.Should().BeApproximately(expected, 1e-12);
        (details.FromCosine + details.FromKeyword + details.FromPeriod).Should().BeApproximately(score, 1e-12);
        (details.Cosine, details.Keyword, details.Period).Should().Be((cosine, keyword, period));
    }

    [Fact]
    public void Fuse_EachSignalThatGrows_NeverLowersTheScore()
    {
        double[] steps = [0, 0.25, 0.5, 0.75, 1];
        foreach (double a in steps)
        {
            foreach (double b in steps)
            {
                steps.Select(step => ScoreFusion.Fuse(step, a, b).Score).Should().BeInAscendingOrder();
                steps.Select(step => ScoreFusion.Fuse(a, step, b).Score).Should().BeInAscendingOrder();
                steps.Select(step => ScoreFusion.Fuse(a, b, step).Score).Should().BeInAscendingOrder();
            }
        }
    }
}
