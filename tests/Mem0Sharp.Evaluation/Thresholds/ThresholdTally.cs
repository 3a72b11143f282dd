namespace Mem0Sharp.Evaluation;

/// <summary>The scores of right and wrong results that one way to search gave.</summary>
/// <param name="mode">The name of the way.</param>
internal sealed class ThresholdTally(string mode)
{
    private readonly List<double> _right = [];
    private readonly List<double> _wrong = [];

    public string Mode => mode;

    /// <summary>Gets the number of questions.</summary>
    public int Questions { get; private set; }

    /// <summary>Gets the number of questions with a right answer among their results.</summary>
    public int Found => _right.Count;

    /// <summary>Counts the results of a question.</summary>
    /// <param name="results">The score of each, and whether it carries any of the evidence.</param>
    public void Count(IReadOnlyList<(double Score, bool IsRight)> results)
    {
        Questions++;
        double[] right = [.. results.Where(result => result.IsRight).Select(result => result.Score)];
        if (right.Length > 0)
        {
            _right.Add(right.Max());
        }

        _wrong.AddRange(results.Where(result => !result.IsRight).Select(result => result.Score));
    }

    /// <summary>Gets the share of the questions with a right answer whose best one has a score, or more.</summary>
    public double Kept(double threshold) => Found == 0 ? 0 : (double)_right.Count(score => score >= threshold) / Found;

    /// <summary>Gets how many wrong results have a score, or more, in the mean of all questions.</summary>
    public double Wrong(double threshold) => Questions == 0 ? 0 : (double)_wrong.Count(score => score >= threshold) / Questions;

    /// <summary>Gets the greatest threshold that keeps a share of the right answers.</summary>
    /// <returns>Null where there are none.</returns>
    public double? Keeping(double share) =>
        Found == 0 ? null : _right.OrderDescending().ElementAt(Math.Max(0, (int)Math.Ceiling((share * Found) - 1e-9) - 1));
}
