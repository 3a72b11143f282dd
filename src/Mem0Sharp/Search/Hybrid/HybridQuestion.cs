namespace Mem0Sharp;

/// <summary>A question, with what it says of the memories that it means: a time, things by name, a kind of thing that it asks for.</summary>
/// <param name="text">The question.</param>
/// <param name="options">Settings.</param>
/// <param name="now">The clock or, of a look back, the moment whose knowledge is asked for.</param>
/// <param name="unrelatedCosine">The cosine that unrelated texts have with the model that embedded it, 0 to below 1.</param>
internal sealed class HybridQuestion(string text, MemorySearchOptions options, DateTimeOffset now, double unrelatedCosine)
{
    private readonly TimeSignals _times = TimeSignals.Of(text, options, now);
    private readonly QuestionEntities _entities = QuestionEntities.Of(text);
    private readonly bool _explains = options.Explain;

    /// <summary>Gets its words.</summary>
    public string Text { get; } = text;

    /// <summary>Scores a memory for it.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="cosine">The cosine of both, or null without an embedding.</param>
    /// <param name="keyword">The keyword score, [0, 1).</param>
    public SearchHit Score(MemoryItem item, double? cosine, double keyword)
    {
        ScoreSignals signals = new(cosine, keyword)
        {
            Period = _times.Period(item),
            Entities = _entities.Shared(item),
            Answer = _entities.Answers(item),
            Recency = _times.Recency(item),
            Salience = _times.Salience(item),
            UnrelatedCosine = unrelatedCosine,
        };
        if (!_explains)
        {
            return new SearchHit(item, ScoreFusion.Score(signals));
        }

        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(signals);
        return new SearchHit(item, score, details);
    }
}
