namespace Mem0Sharp;

/// <summary>Settings of one search.</summary>
public sealed class MemorySearchOptions
{
    private int _top = 10;

    /// <summary>Gets the most results.</summary>
    /// <value>1 to <see cref="MemoryLimits.Top"/>. Default 10.</value>
    public int Top
    {
        get => _top;
        init => _top = value;
    }

    /// <summary>Gets what the search goes by.</summary>
    /// <value>
    /// Default <see cref="MemorySearchMode.Hybrid"/>. A look back (<see cref="AsOf"/>) counts how rare a word is among what counts then, and matches.
    /// </value>
    public MemorySearchMode Mode { get; init; }

    /// <summary>Gets a value indicating whether the results of a hybrid search, the default, say how their scores came about.</summary>
    /// <value>Default false.</value>
    public bool Explain { get; init; }

    /// <summary>Gets the least score a result may have.</summary>
    /// <value>
    /// On the scale of <see cref="Mode"/>: by default 0 to 1, of words, cosine and time together; of cosines alone -1 to 1. A good limit depends on the
    /// embedding model either way: less in a hybrid search, in which the cosine counts from <see cref="MemoryOptions.UnrelatedCosine"/> on, than by cosines
    /// alone. docs/search.md has what limits keep and cut with the embedders shipped here. Default null: none. While the embedder cannot be reached
    /// (<see cref="MemoryOptions.EmbedsLater"/>), the cosine counts as 0 in the score that is compared with the limit; a search by vectors alone, which
    /// then goes by words, has none.
    /// </value>
    public double? Threshold { get; init; }

    /// <summary>Gets the lowest tier of trust a result may have.</summary>
    /// <value>Default null: any. What is below it takes no place among the results.</value>
    public MemoryTrust? MinTrust { get; init; }

    /// <summary>Gets what a result must match, besides being of the scope.</summary>
    /// <value>
    /// Default null: anything. What does not match takes no place among the results: a filter that leaves three memories finds those three. Of a
    /// look back, the version that counts is looked at.
    /// </value>
    public MemoryFilter? Filter { get; init; }

    /// <summary>Gets a value indicating whether a reranker judges what was found: best first is then by its word.</summary>
    /// <value>
    /// Default false. The reranker is the chat client or <see cref="MemoryBuilder.UseReranker"/>; without either it is a
    /// <see cref="MemoryConfigurationException"/>. One that fails leaves the order as it was: <see cref="MemorySearchResults.RerankFailure"/> says so.
    /// </value>
    public bool Rerank { get; init; }

    /// <summary>Gets how many of the best a reranker is shown.</summary>
    /// <value>1 to 100, default 30. They are looked for even where fewer results are asked for; those behind them stay behind them.</value>
    public int RerankDepth { get; init; } = 30;

    /// <summary>Gets how much results are to differ from each other, by their embeddings.</summary>
    /// <value>
    /// 0 to 1, default 0: not at all. Each place goes to the memory with the greatest (1 − diversity) · relevance − diversity · similarity to those before
    /// it, among four times as many as are asked for; relevance is the reranker's word or, without it, the score.
    /// </value>
    public double Diversity { get; init; }

    /// <summary>Gets a value indicating whether expired memories are found too.</summary>
    /// <value>Default false. With <see cref="MemoryAsOf.KnownAt"/>, those count that had expired then.</value>
    public bool IncludeExpired { get; init; }

    /// <summary>Gets the moment to look back to.</summary>
    /// <value>Default null: the memories as they are. A look back compares every memory of the scope, whatever the vector store.</value>
    public MemoryAsOf? AsOf { get; init; }

    /// <summary>
    /// Gets a value indicating whether of memories that nearly tie for the question and say the same but for a value, the newest comes
    /// first: "the office is in Oslo" before "the office is in Bergen", when Oslo was told later.
    /// </summary>
    /// <value>
    /// Default true. No model is asked, and no memory is left out for it: such memories change places among each other, so scores may
    /// then not descend. Two nearly tie when the lower score is at least 3/4 of the higher; they say the same but for a value when
    /// they have the same of the question's words and at least 3/5 of the longer one's words in common. Looked for among the first 50,
    /// in texts of up to 1,000 characters. The newest is the one whose text was set last, whatever the clock said: a change of metadata
    /// makes nothing newer.
    /// </value>
    public bool NewestAmongNearTies { get; init; } = true;

    /// <summary>Gets after how long a memory counts as half as new: the newer of two that answer alike has the higher score.</summary>
    /// <value>
    /// Above 0, for <see cref="MemorySearchMode.Hybrid"/> alone; with another mode it is a <see cref="MemoryValidationException"/>. Default null: its age does
    /// not count. <see cref="MemoryDecay.Recency"/> is the signal. It orders what words and vectors find; it finds nothing by itself. A look back
    /// (<see cref="AsOf"/>) counts from <see cref="MemoryAsOf.KnownAt"/>.
    /// </value>
    public TimeSpan? RecencyHalfLife { get; init; }

    /// <summary>Gets after how long without a change a memory's <see cref="MemoryItem.Salience"/> counts half: what feedback praised scores higher.</summary>
    /// <value>
    /// Above 0, for <see cref="MemorySearchMode.Hybrid"/> alone; with another mode it is a <see cref="MemoryValidationException"/>.
    /// <see cref="TimeSpan.MaxValue"/>: it counts undiminished. Default null: salience does not count. <see cref="MemoryDecay.Salience"/> is the signal.
    /// Nothing is written: what is found matters no more for it.
    /// </value>
    public TimeSpan? SalienceHalfLife { get; init; }

    /// <summary>Gets how many are looked at: the newest of near ties may stand behind what was asked for.</summary>
    internal int Depth => NewestAmongNearTies ? Math.Max(Top, NearTies.Depth) : Top;

    /// <exception cref="MemoryValidationException">One is out of range, or does not go with the mode.</exception>
    internal MemorySearchOptions Validated()
    {
        Validate.Top(Top, nameof(Top));
        Validate.Score(Threshold, nameof(Threshold));
        Validate.SearchMode(Mode, nameof(Mode));
        Validate.Trust(MinTrust, nameof(MinTrust));
        Validate.Share(Diversity, nameof(Diversity));
        Validate.RerankDepth(RerankDepth, nameof(RerankDepth));
        Validate.HalfLife(RecencyHalfLife, Mode, nameof(RecencyHalfLife));
        Validate.HalfLife(SalienceHalfLife, Mode, nameof(SalienceHalfLife));
        return this;
    }

    internal MemorySearchOptions WithTop(int top)
    {
        MemorySearchOptions copy = (MemorySearchOptions)MemberwiseClone();
        copy._top = top;
        return copy;
    }
}
