namespace Mem0Sharp.Evaluation;

/// <summary>What a run over LoCoMo measured.</summary>
internal sealed class LocomoResult
{
    /// <summary>Gets the means over all questions.</summary>
    public RetrievalMeans All { get; } = new();

    /// <summary>Gets the means by category.</summary>
    public SortedDictionary<int, RetrievalMeans> ByCategory { get; } = [];

    public int Conversations { get; set; }

    public int Sessions { get; set; }

    /// <summary>Gets or sets how many facts the file has.</summary>
    public int FactsInFile { get; set; }

    /// <summary>Gets or sets how many facts came out of extraction: those of the file, repeats within a session once.</summary>
    public int FactsExtracted { get; set; }

    /// <summary>Gets or sets how many facts became memories.</summary>
    public int Added { get; set; }

    /// <summary>Gets or sets how many facts were refused.</summary>
    public int Refused { get; set; }

    /// <summary>Gets or sets how many memories are in the memory in the end.</summary>
    public long Memories { get; set; }

    /// <summary>Gets or sets how many questions the file has.</summary>
    public int QuestionsInFile { get; set; }

    /// <summary>Gets or sets how many questions name no turn as evidence.</summary>
    public int QuestionsWithoutEvidence { get; set; }

    public int ModelCalls { get; set; }

    public int EmbeddingCalls { get; set; }

    public int EmbeddingTexts { get; set; }

    public string EmbeddingModel { get; set; } = string.Empty;

    public TimeSpan Adding { get; set; }

    public TimeSpan Searching { get; set; }

    public void Count(int category, RetrievalScore score)
    {
        All.Add(score);
        if (!ByCategory.TryGetValue(category, out RetrievalMeans? means))
        {
            ByCategory[category] = means = new RetrievalMeans();
        }

        means.Add(score);
    }
}
