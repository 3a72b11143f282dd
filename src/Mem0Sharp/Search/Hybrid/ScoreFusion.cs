namespace Mem0Sharp;

/// <summary>Makes one score of the signals of a memory.</summary>
/// <remarks>
/// A weighted mean, so that a score is of the question and the memory alone, and from 0 to 1. Words tell most: what somebody asks for by name
/// is meant. The weights were chosen on conversations 1, 3 and 5 of LoCoMo's five and lie on a plateau; docs/measurements.md has the figures of
/// the two that were held out. Ranks instead of scores were worse throughout.
/// </remarks>
internal static class ScoreFusion
{
    private const double KeywordWeight = 1;
    private const double CosineWeight = 0.36; // of the cosine above that of unrelated texts
    private const double PeriodWeight = 0.15;
    private const double EntitiesWeight = 0.01;
    private const double AnswerWeight = 0.05;
    private const double RecencyWeight = 0.15;
    private const double SalienceWeight = 0.15;

    /// <summary>Fuses the signals.</summary>
    public static double Score(in ScoreSignals signals) => Parts.Of(signals).Score;

    /// <summary>Fuses the signals, and says what each brought.</summary>
    public static (double Score, MemoryScoreDetails Details) Fuse(in ScoreSignals signals)
    {
        Parts parts = Parts.Of(signals);
        MemoryScoreDetails details = new()
        {
            Cosine = signals.Cosine,
            Keyword = signals.Keyword,
            Period = signals.Period,
            Entities = signals.Entities,
            Answer = signals.Answer,
            Recency = signals.Recency,
            Salience = signals.Salience,
            FromCosine = parts.Cosine,
            FromKeyword = parts.Keyword,
            FromPeriod = parts.Period,
            FromEntities = parts.Entities,
            FromAnswer = parts.Answer,
            FromRecency = parts.Recency,
            FromSalience = parts.Salience,
        };
        return (parts.Score, details);
    }

    /// <summary>What each signal brings.</summary>
    private readonly record struct Parts(
        double Cosine, double Keyword, double Period, double Entities, double Answer, double Recency, double Salience)
    {
        public double Score => Math.Min(1, Keyword + Cosine + Period + Entities + Answer + Recency + Salience);

        public static Parts Of(in ScoreSignals signals)
        {
            double all = KeywordWeight + CosineWeight
                + (signals.Period is null ? 0 : PeriodWeight)
                + (signals.Entities is null ? 0 : EntitiesWeight)
                + (signals.Answer is null ? 0 : AnswerWeight)
                + (signals.Recency is null ? 0 : RecencyWeight)
                + (signals.Salience is null ? 0 : SalienceWeight);
            return new Parts(
                CosineWeight * signals.Nearness / all,
                KeywordWeight * signals.Keyword / all,
                PeriodWeight * (signals.Period ?? 0) / all,
                EntitiesWeight * (signals.Entities ?? 0) / all,
                AnswerWeight * (signals.Answer ?? 0) / all,
                RecencyWeight * (signals.Recency ?? 0) / all,
                SalienceWeight * (signals.Salience ?? 0) / all);
        }
    }
}
