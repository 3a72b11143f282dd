namespace Mem0Sharp;

/// <summary>A question, with what it says of the memories that it means: a time, things by name, a kind of thing that it asks for.</summary>
internal sealed class HybridQuestion(string text)
{
    private readonly NamedPeriod? _period = NamedPeriod.Find(text);
    private readonly QuestionEntities _entities = QuestionEntities.Of(text);

    /// <summary>Scores a memory for it.</summary>
    /// <param name="item">The memory.</param>
    /// <param name="cosine">The cosine of both, or null without an embedding.</param>
    /// <param name="keyword">The keyword score, [0, 1).</param>
    public SearchHit Score(MemoryItem item, double? cosine, double keyword)
    {
        (double score, MemoryScoreDetails details) = ScoreFusion.Fuse(
            new ScoreSignals(cosine, keyword, _period?.Nearness(item.SaidAt), _entities.Shared(item), _entities.Answers(item)));
        return new SearchHit(item, score, details);
    }
}
