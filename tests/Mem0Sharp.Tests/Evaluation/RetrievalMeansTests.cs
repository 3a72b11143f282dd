using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Evaluation;

public sealed class RetrievalMeansTests
{
    [Fact]
    public void Means_OfSeveralQuestions_CountEachQuestionTheSame()
    {
        RetrievalMeans means = new();
        means.Add(new RetrievalScore(0.25, 0.5, 1, HitAt5: true, HitAt10: true));
        means.Add(new RetrievalScore(0, 1, 0.2, HitAt5: false, HitAt10: true));

        means.Questions.Should().Be(2);
        means.RecallAt5.Should().BeApproximately(0.125, 1e-12);
        means.RecallAt10.Should().BeApproximately(0.75, 1e-12);
        means.ReciprocalRank.Should().BeApproximately(0.6, 1e-12);
        means.HitRateAt1.Should().Be(0.5);
        means.HitRateAt5.Should().Be(0.5);
        means.HitRateAt10.Should().Be(1);
    }

    [Fact]
    public void Means_OfNoQuestion_AreZero() => new RetrievalMeans().RecallAt5.Should().Be(0);
}
