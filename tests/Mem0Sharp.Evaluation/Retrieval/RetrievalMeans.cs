namespace Mem0Sharp.Evaluation;

/// <summary>The means of many questions' scores; each question counts the same. Means of none are 0.</summary>
internal sealed class RetrievalMeans
{
    private readonly List<RetrievalScore> _scores = [];

    /// <summary>Gets the number of questions.</summary>
    public int Questions => _scores.Count;

    /// <summary>Gets the mean recall at 5, 0 to 1.</summary>
    public double RecallAt5 => Mean(score => score.RecallAt5);

    /// <summary>Gets the mean recall at 10, 0 to 1.</summary>
    public double RecallAt10 => Mean(score => score.RecallAt10);

    /// <summary>Gets the mean reciprocal rank, 0 to 1.</summary>
    public double ReciprocalRank => Mean(score => score.ReciprocalRank);

    /// <summary>Gets the share of questions of which the first result has any evidence.</summary>
    public double HitRateAt1 => Mean(score => score.HitAt1 ? 1 : 0);

    /// <summary>Gets the share of questions with any evidence among the first 5 results.</summary>
    public double HitRateAt5 => Mean(score => score.HitAt5 ? 1 : 0);

    /// <summary>Gets the share of questions with any evidence among the first 10 results.</summary>
    public double HitRateAt10 => Mean(score => score.HitAt10 ? 1 : 0);

    public void Add(RetrievalScore score) => _scores.Add(score);

    private double Mean(Func<RetrievalScore, double> part) => _scores.Count == 0 ? 0 : _scores.Average(part);
}
