namespace Mem0Sharp.Tests.Search.Hybrid;

public sealed class ScoreFusionTests
{
    [Theory]
    [InlineData(1.0, 1.0, 1.0, 1.0, 1.0, 1)]
    [InlineData(1.0, 1.0, null, null, null, 1)]
    [InlineData(-1.0, 0.0, 0.0, 0.0, 0.0, 0)]
    [InlineData(null, 0.0, null, null, null, 0)]
    [InlineData(0.5, 0.7, null, null, null, (0.7 + 0.225) / 1.45)]
    [InlineData(0.5, 0.7, 0.4, null, null, (0.7 + 0.225 + 0.06) / 1.6)]
    [InlineData(0.5, 0.7, null, 0.5, null, (0.7 + 0.225 + 0.005) / 1.46)]
    [InlineData(0.5, 0.7, null, null, 1.0, (0.7 + 0.225 + 0.05) / 1.5)]
    [InlineData(0.5, 0.7, null, null, 0.0, (0.7 + 0.225) / 1.5)]
    [InlineData(null, 0.7, null, null, null, 0.7 / 1.45)]
    public void Fuse_Signals_IsTheirWeightedMean(
        double? cosine, double keyword, double? period, double? entities, double? answer, double expected)
    {
        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(new ScoreSignals(cosine, keyword, period, entities, answer));

        score.Should().BeApproximately(expected, 1e-12);
        (details.FromCosine + details.FromKeyword + details.FromPeriod + details.FromEntities + details.FromAnswer).Should().BeApproximately(score, 1e-12);
        (details.Cosine, details.Keyword, details.Period, details.Entities, details.Answer).Should().Be((cosine, keyword, period, entities, answer));
    }

    [Fact]
    public void Fuse_EachSignalThatGrows_NeverLowersTheScore()
    {
        double[] steps = [0, 0.25, 0.5, 0.75, 1];
        foreach (double a in steps)
        {
            foreach (double b in steps)
            {
                steps.Select(step => Score(new ScoreSignals(step, a, b, a, b))).Should().BeInAscendingOrder();
                steps.Select(step => Score(new ScoreSignals(a, step, b, a, b))).Should().BeInAscendingOrder();
                steps.Select(step => Score(new ScoreSignals(a, b, step, a, b))).Should().BeInAscendingOrder();
                steps.Select(step => Score(new ScoreSignals(a, b, a, step, b))).Should().BeInAscendingOrder();
                steps.Select(step => Score(new ScoreSignals(a, b, a, b, step))).Should().BeInAscendingOrder();
            }
        }
    }

    private static double Score(ScoreSignals signals) => ScoreFusion.Fuse(signals).Score;
}
