using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Writes what runs measured; the figures that are compared last.</summary>
internal static class ConsolidationReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(IReadOnlyList<ConsolidationResult> results, string embeddingModel)
    {
        StringBuilder report = new();
        foreach (ConsolidationResult result in results)
        {
            int asked = result.Source.Questions.Count;
            report.Append(
                Culture,
                $"{result.Source.Name}: {result.Source.Facts.Count} facts, {result.Refused} refused; {asked} questions; embedder {embeddingModel}\n");
            report.Append("answer@1: share of questions whose answer is in the first hit. In percent.\n");
            Row(report, "empty", 0, asked);
            Row(report, "keywords (BM25)", result.Keywords, asked);
            Row(report, "keywords, newest among near ties", result.KeywordsNewest, asked);
            Row(report, "vectors alone, by score", result.Vectors, asked);
            Row(report, "vectors, newest among near ties", result.VectorsNewest, asked);
            Row(report, "search, by score", result.Score, asked);
            Row(report, "search, newest among near ties", result.Newest, asked);
            Row(report, "search, default", result.Default, asked);
            report.Append(
                Culture,
                $"The answer is in the first ten by score: {result.InFirstTen}. Not the first by score, but near-tied with it: {result.NearTied}.\n\n");
        }

        foreach (ConsolidationResult result in results)
        {
            report.Append(
                Culture, $"factconsolidation.{result.Source.Name}.answer1 {Share(result.Default, result.Source.Questions.Count):F2}\n");
        }

        return report.ToString();
    }

    private static double Share(int answered, int asked) => asked == 0 ? 0 : (double)answered / asked;

    private static void Row(StringBuilder report, string name, int answered, int asked) =>
        report.Append(Culture, $"{name,-33}{100 * Share(answered, asked),6:F1}\n");
}
