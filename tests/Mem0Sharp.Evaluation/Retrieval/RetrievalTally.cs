namespace Mem0Sharp.Evaluation;

/// <summary>What one way to search scored.</summary>
/// <param name="mode">The name of the way.</param>
internal sealed class RetrievalTally(string mode)
{
    public string Mode => mode;

    /// <summary>Gets the means over all questions.</summary>
    public RetrievalMeans All { get; } = new();

    /// <summary>Gets the means by category, of the questions that have one.</summary>
    public SortedDictionary<string, RetrievalMeans> ByCategory { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the means over the questions without a word in common with what carries their evidence.</summary>
    public RetrievalMeans WithoutSharedWord { get; } = new();

    public void Count(RetrievalQuestion question, bool sharesWord, RetrievalScore score)
    {
        All.Add(score);
        if (!sharesWord)
        {
            WithoutSharedWord.Add(score);
        }

        if (question.Category is null)
        {
            return;
        }

        if (!ByCategory.TryGetValue(question.Category, out RetrievalMeans? means))
        {
            ByCategory[question.Category] = means = new RetrievalMeans();
        }

        means.Add(score);
    }
}
