namespace Mem0Sharp.Evaluation;

/// <summary>What a run over one source measured: how many questions each way of searching answers with its first hit.</summary>
internal sealed class ConsolidationResult(ConsolidationSource source)
{
    public ConsolidationSource Source { get; } = source;

    /// <summary>Gets or sets how many keywords alone answer.</summary>
    public int Keywords { get; set; }

    /// <summary>Gets or sets how many keywords answer when the newest comes first among near ties.</summary>
    public int KeywordsNewest { get; set; }

    /// <summary>Gets or sets how many vectors alone answer.</summary>
    public int Vectors { get; set; }

    /// <summary>Gets or sets how many vectors answer when the newest comes first among near ties.</summary>
    public int VectorsNewest { get; set; }

    /// <summary>Gets or sets how many a search answers without the option.</summary>
    public int Score { get; set; }

    /// <summary>Gets or sets how many a search with the option answers.</summary>
    public int Newest { get; set; }

    /// <summary>Gets or sets how many a search with default options answers: the library's row.</summary>
    public int Default { get; set; }

    /// <summary>Gets or sets how many have the answer anywhere in the first ten by score.</summary>
    public int InFirstTen { get; set; }

    /// <summary>Gets or sets how many of those that score alone does not answer have the answer in a near tie with the first hit.</summary>
    public int NearTied { get; set; }

    /// <summary>Gets or sets how many facts were not added.</summary>
    public int Refused { get; set; }
}
