using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class RetrievalScoreTests
{
    [Fact]
    public void Of_WithHalfTheEvidenceEarlyAndHalfLater_CountsSharesAndTheFirstPlace()
    {
        RetrievalScore score = RetrievalScore.Of(Results(50, (2, "a"), (7, "b")), Evidence("a", "b"));

        score.Should().Be(new RetrievalScore(RecallAt5: 0.5, RecallAt10: 1, ReciprocalRank: 0.5, HitAt5: true, HitAt10: true));
    }

    [Fact]
    public void Of_WithTheSameEvidenceTwice_FindsItOnce()
    {
        RetrievalScore score = RetrievalScore.Of(Results(10, (1, "a"), (2, "a")), Evidence("a", "b", "c"));

        score.RecallAt5.Should().BeApproximately(1 / 3.0, 1e-12);
    }

    [Fact]
    public void Of_WithOneResultThatCarriesAll_IsWhole()
    {
        RetrievalScore score = RetrievalScore.Of([["x", "a", "b"]], Evidence("a", "b"));

        score.Should().Be(new RetrievalScore(1, 1, 1, HitAt5: true, HitAt10: true));
    }

    [Theory]
    [InlineData(5, 1, 1, true, true)]
    [InlineData(6, 0, 1, false, true)]
    [InlineData(10, 0, 1, false, true)]
    [InlineData(11, 0, 0, false, false)]
    [InlineData(50, 0, 0, false, false)]
    public void Of_WithTheOnlyEvidenceAtAPlace_CountsFromThatPlaceOn(int place, double at5, double at10, bool hit5, bool hit10)
    {
        RetrievalScore score = RetrievalScore.Of(Results(60, (place, "a")), Evidence("a"));

        score.Should().Be(new RetrievalScore(at5, at10, 1.0 / place, hit5, hit10));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void HitAt1_WithTheOnlyEvidenceAtAPlace_IsTrueForTheFirst(int place, bool expected) =>
        RetrievalScore.Of(Results(10, (place, "a")), Evidence("a")).HitAt1.Should().Be(expected);

    [Fact]
    public void Of_WithTheFirstEvidenceBeyondPlace50_IsNothing() =>
        RetrievalScore.Of(Results(60, (51, "a")), Evidence("a")).Should().Be(default(RetrievalScore));

    [Fact]
    public void Of_WithoutResults_IsNothing() => RetrievalScore.Of([], Evidence("a")).Should().Be(default(RetrievalScore));

    [Fact]
    public void Of_WithoutEvidence_Throws() =>
        FluentActions.Invoking(() => RetrievalScore.Of([["a"]], Evidence())).Should().Throw<ArgumentOutOfRangeException>();

    private static HashSet<string> Evidence(params string[] turns) => [.. turns];

    /// <summary>So many results of no use, but for those at the places given (from 1).</summary>
    private static string[][] Results(int count, params (int Place, string Turn)[] carried)
    {
        string[][] results = [.. Enumerable.Range(1, count).Select(place => new[] { $"other {place}" })];
        foreach ((int place, string turn) in carried)
        {
            results[place - 1] = [turn];
        }

        return results;
    }
}
