namespace Mem0Sharp.Tests.Search.Hybrid;

public sealed class ScoreFusionTests
{
    [Theory]
    [InlineData(1.0, 1.0, 1.0, 1.0, 1.0, 1)]
    [InlineData(1.0, 1.0, null, null, null, 1)]
    [InlineData(-1.0, 0.0, 0.0, 0.0, 0.0, 0)]
    [InlineData(null, 0.0, null, null, null, 0)]
    [InlineData(0.5, 0.7, null, null, null, (0.7 + 0.18) / 1.36)]
    [InlineData(0.5, 0.7, 0.4, null, null, (0.7 + 0.18 + 0.06) / 1.51)]
    [InlineData(0.5, 0.7, null, 0.5, null, (0.7 + 0.18 + 0.005) / 1.37)]
    [InlineData(0.5, 0.7, null, null, 1.0, (0.7 + 0.18 + 0.05) / 1.41)]
    [InlineData(0.5, 0.7, null, null, 0.0, (0.7 + 0.18) / 1.41)]
    [InlineData(null, 0.7, null, null, null, 0.7 / 1.36)]
    public void Fuse_Signals_IsTheirWeightedMean(
        double? cosine, double keyword, double? period, double? entities, double? answer, double expected)
    {
        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(new ScoreSignals(cosine, keyword, period, entities, answer));

        score.Should().BeApproximately(expected, 1e-12);
        (details.FromCosine + details.FromKeyword + details.FromPeriod + details.FromEntities + details.FromAnswer).Should().BeApproximately(score, 1e-12);
        (details.Cosine, details.Keyword, details.Period, details.Entities, details.Answer).Should().Be((cosine, keyword, period, entities, answer));
    }

    [Theory]
    [InlineData(0.5, 0.0, 0.5)]
    [InlineData(0.5, 0.2, 0.375)]
    [InlineData(0.5, 0.5, 0.0)]
    [InlineData(0.5, 0.7, 0.0)]
    [InlineData(-0.5, 0.2, 0.0)]
    [InlineData(-0.5, 0.0, 0.0)]
    [InlineData(null, 0.2, 0.0)]
    [InlineData(1.0, 0.2, 1.0)]
    [InlineData(1.0, 0.99, 1.0)]
    public void Fuse_CosineAboveThatOfUnrelatedTexts_CountsFromThereOn(double? cosine, double unrelated, double counted)
    {
        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(new ScoreSignals(cosine, 0.7, UnrelatedCosine: unrelated));

        details.FromCosine.Should().BeApproximately(0.36 * counted / 1.36, 1e-12);
        score.Should().BeApproximately((0.7 + (0.36 * counted)) / 1.36, 1e-12);
        details.Cosine.Should().Be(cosine, "it stays what was measured");
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

    [Theory]
    [InlineData(null, null, (0.7 + 0.18 + 0.06) / 1.51)]
    [InlineData(0.5, null, (0.7 + 0.18 + 0.06 + 0.075) / 1.66)]
    [InlineData(null, 0.8, (0.7 + 0.18 + 0.06 + 0.12) / 1.66)]
    [InlineData(0.0, 0.0, (0.7 + 0.18 + 0.06) / 1.81)]
    [InlineData(1.0, 1.0, (0.7 + 0.18 + 0.06 + 0.3) / 1.81)]
    public void Fuse_RecencyAndSalience_CountWhereTheyAreAskedFor(double? recency, double? salience, double expected)
    {
        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(new ScoreSignals(0.5, 0.7, 0.4, Recency: recency, Salience: salience));

        score.Should().BeApproximately(expected, 1e-12);
        (details.Recency, details.Salience).Should().Be((recency, salience));
    }

    [Fact]
    public void Fuse_RandomSignals_AddUpGrowWithEachAndAreBitForBitTheSameWithoutThoseOfTime()
    {
        int seed = Environment.TickCount;
#pragma warning disable RS0030 // Seeded, and printed.
        Random random = new(seed);
#pragma warning restore RS0030
        double? Any() => random.Next(3) switch { 0 => null, 1 => random.Next(2), _ => random.NextDouble() };
        for (int i = 0; i < 20_000; i++)
        {
            ScoreSignals signals = new(Any(), random.NextDouble(), Any(), Any(), Any(), Any(), Any(), random.NextDouble());

            (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(signals);

            score.Should().BeInRange(0, 1, "seed {0}", seed);
            Score(signals with { Cosine = 1 }).Should().BeGreaterThanOrEqualTo(score, "seed {0}", seed);
            Score(signals with { UnrelatedCosine = 0 }).Should().BeGreaterThanOrEqualTo(score, "seed {0}", seed);
            (details.FromCosine + details.FromKeyword + details.FromPeriod + details.FromEntities + details.FromAnswer + details.FromRecency + details.FromSalience)
                .Should().BeApproximately(score, 1e-12, "seed {0}", seed);
            if (signals is { Recency: not null, Salience: not null })
            {
                Score(signals with { Recency = 1 }).Should().BeGreaterThanOrEqualTo(score, "seed {0}", seed);
                Score(signals with { Salience = 1 }).Should().BeGreaterThanOrEqualTo(score, "seed {0}", seed);
            }

            double all = 1 + 0.36 + (signals.Period is null ? 0 : 0.15);
            double before = Math.Min(
                1, (0.36 * Math.Max(0, signals.Cosine ?? 0) / all) + (1 * signals.Keyword / all) + (0.15 * (signals.Period ?? 0) / all));
            Score(new ScoreSignals(signals.Cosine, signals.Keyword, signals.Period)).Should().BeApproximately(before, 1e-15, "seed {0}", seed);
        }
    }

    private static double Score(ScoreSignals signals) => ScoreFusion.Fuse(signals).Score;
}
