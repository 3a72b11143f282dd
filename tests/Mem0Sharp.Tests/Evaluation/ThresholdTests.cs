using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

/// <summary>What a threshold keeps and cuts is counted as it can be by hand.</summary>
public sealed class ThresholdTests
{
    [Fact]
    public void Count_ResultsOfQuestions_SaysWhatAThresholdKeepsAndCuts()
    {
        ThresholdTally tally = new("hybrid");
        tally.Count([(0.9, false), (0.8, true), (0.1, true)]);
        tally.Count([(0.6, true), (0.5, false)]);
        tally.Count([(0.4, false)]);
        tally.Count([(0.3, true), (0.2, false)]);
        tally.Count([]);

        (tally.Questions, tally.Found).Should().Be((5, 3));
        tally.Kept(0).Should().Be(1);
        tally.Kept(0.3).Should().Be(1);
        tally.Kept(0.31).Should().BeApproximately(2.0 / 3, 1e-12);
        tally.Kept(0.81).Should().Be(0);
        tally.Wrong(double.NegativeInfinity).Should().Be(4.0 / 5);
        tally.Wrong(0.5).Should().Be(2.0 / 5);
        tally.Keeping(1).Should().Be(0.3);
        tally.Keeping(0.67).Should().Be(0.3);
        tally.Keeping(2.0 / 3).Should().Be(0.6);
        tally.Keeping(0).Should().Be(0.8);
        new ThresholdTally("hybrid").Keeping(0.9).Should().BeNull();
    }

    [Fact]
    public async Task RunAsync_OverTwoTinyConversations_HasEachUnitEmbedderModeAndThreshold()
    {
        using EvaluationFixture fixture = new();

        int code = await fixture.RunAsync("thresholds", fixture.Write("tiny.json", TinyLocomo.Json), "--modes", "vector,hybrid");

        code.Should().Be(0);
        fixture.Error.ToString().Should().BeEmpty();
        string[] closing = [.. fixture.Lines.Where(line => line.StartsWith("thresholds.", StringComparison.Ordinal))];
        closing.Select(line => line.Split(' ')[0]).Should().Equal(
            from unit in new[] { "facts", "turns" }
            from embedder in new[] { "lexical", "use-lite" }
            from mode in new[] { "vector", "hybrid" }
            from step in Enumerable.Range(0, 20)
            from figure in new[] { "kept", "wrong" }
            select FormattableString.Invariant($"thresholds.{unit}.{embedder}.{mode}.{step / 20.0:F2}.{figure}"));
        closing.Should().Contain("thresholds.facts.lexical.hybrid.0.00.kept 1.0000");
        fixture.Lines.Should().ContainSingle(line => line.StartsWith("locomo.facts   lexical     105  ", StringComparison.Ordinal), "of 15 memories");
    }
}
