using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Writes down what was measured: a table for each unit, and the figures that are compared last.</summary>
internal static class RetrievalReport
{
    private const string NoWord = "no word shared";
    private const int CellWidth = 19;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(IReadOnlyList<IRetrievalUnit> units, IReadOnlyList<RetrievalResult> results)
    {
        StringBuilder report = new();
        report.Append("\nIn percent, with 95 % intervals (Wilson). R: share of the evidence found, MRR: 1 / place of the first result with any,\n");
        report.Append("0 beyond the first 50. hit: share of questions with any evidence found.\n");
        foreach (IRetrievalUnit unit in units)
        {
            RetrievalResult[] own = [.. results.Where(result => string.Equals(result.Unit, unit.Name, StringComparison.Ordinal))];
            if (own.Length > 0)
            {
                Table(report, unit, own);
            }
        }

        report.Append('\n');
        foreach (RetrievalResult result in results)
        {
            foreach (RetrievalTally tally in result.Tallies)
            {
                string name = $"{result.Unit}.{result.Embedder}.{tally.Mode}";
                report.Append(Culture, $"{name}.hit1 {tally.All.HitRateAt1:F4}\n");
                report.Append(Culture, $"{name}.r5 {tally.All.RecallAt5:F4}\n");
                report.Append(Culture, $"{name}.r10 {tally.All.RecallAt10:F4}\n");
                report.Append(Culture, $"{name}.mrr {tally.All.ReciprocalRank:F4}\n");
            }
        }

        return report.ToString();
    }

    private static void Table(StringBuilder report, IRetrievalUnit unit, RetrievalResult[] results)
    {
        int questions = unit.Scopes.Sum(scope => scope.Questions.Count);
        int without = unit.Scopes.Sum(scope => scope.Questions.Count(question => question.Evidence.Count == 0));
        int asked = unit.Scopes.Sum(scope => scope.Counted.Count);
        RetrievalTally any = results[0].Tallies[0];
        report.Append(
            Culture,
            $"\n{unit.Name}: {unit.Scopes.Sum(scope => scope.Documents.Count)} texts in {unit.Scopes.Count} scopes. "
            + $"Questions: {questions}, {without} without evidence, {questions - without - asked} whose evidence no text carries, {asked} asked,\n"
            + $"{any.WithoutSharedWord.Questions} of them without a content word in common with any text that carries their evidence\n");
        report.Append("category        questions  embedder  mode     hit@1               R@5                 R@10                ");
        report.Append("MRR                 hit@5               hit@10\n");
        foreach (string category in any.ByCategory.Keys)
        {
            Rows(report, category, results, tally => tally.ByCategory[category]);
        }

        Rows(report, "all", results, tally => tally.All);
        if (any.WithoutSharedWord.Questions > 0)
        {
            Rows(report, NoWord, results, tally => tally.WithoutSharedWord);
        }
    }

    private static void Rows(StringBuilder report, string name, RetrievalResult[] results, Func<RetrievalTally, RetrievalMeans> part)
    {
        foreach (RetrievalResult result in results)
        {
            foreach (RetrievalTally tally in result.Tallies)
            {
                RetrievalMeans means = part(tally);
                double[] columns =
                    [means.HitRateAt1, means.RecallAt5, means.RecallAt10, means.ReciprocalRank, means.HitRateAt5, means.HitRateAt10];
                string cells = string.Join(' ', columns.Select(column => Cell(column, means.Questions).PadRight(CellWidth)));
                report.Append(Culture, $"{name,-15} {means.Questions,9}  {result.Embedder,-9} {tally.Mode,-8} {cells.TrimEnd()}\n");
            }
        }
    }

    private static string Cell(double share, int questions)
    {
        WilsonInterval interval = WilsonInterval.Of(share, questions);
        return string.Create(Culture, $"{100 * share:F1} [{100 * interval.Low:F1}, {100 * interval.High:F1}]");
    }
}
