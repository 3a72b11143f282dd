using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Writes down what thresholds keep and cut: tables, and the figures that are compared last.</summary>
internal static class ThresholdReport
{
    private const int Steps = 20;

    private static readonly double[] Shares = [0.95, 0.9, 0.8];

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(IReadOnlyList<ThresholdResult> results)
    {
        StringBuilder report = new();
        report.Append(Culture, $"\nkept: of the questions with a right answer among the first {RetrievalScore.Depth}, ");
        report.Append("the share whose best one has the score or more.\n");
        report.Append("wrong: how many results without any evidence have it, in the mean of all questions.\n");
        report.Append("\nunit           embedder  pairs  mean cosine  5th percentile  median  95th percentile  99th percentile\n");
        foreach (ThresholdResult result in results)
        {
            report.Append(Culture, $"{result.Unit,-14} {result.Embedder,-9} {result.Cosines?.Pairs ?? 0,5}  {result.Cosines?.Mean,11:F3}  ");
            report.Append(Culture, $"{result.Cosines?.Percentile5,14:F3}  {result.Cosines?.Median,6:F3}  {result.Cosines?.Percentile95,15:F3}  {result.Cosines?.Percentile99,15:F3}\n");
        }

        report.Append("\nunit           embedder  mode     questions  found  wrong  keeps   threshold  wrong\n");
        foreach ((ThresholdResult result, ThresholdTally tally) in Each(results))
        {
            foreach (double share in Shares)
            {
                report.Append(Culture, $"{result.Unit,-14} {result.Embedder,-9} {tally.Mode,-8} {tally.Questions,9}  {tally.Found,5}  ");
                report.Append(Culture, $"{tally.Wrong(double.NegativeInfinity),5:F1}  {100 * share,4:F0} %  {tally.Keeping(share),9:F3}");
                report.Append(Culture, $"  {(tally.Keeping(share) is { } threshold ? tally.Wrong(threshold) : 0),5:F1}\n");
            }
        }

        report.Append('\n');
        foreach ((ThresholdResult result, ThresholdTally tally) in Each(results))
        {
            string unit = result.Unit[(result.Unit.LastIndexOf('.') + 1)..];
            string name = $"thresholds.{unit}.{result.Embedder}.{tally.Mode}";
            for (int step = 0; step < Steps; step++)
            {
                double threshold = (double)step / Steps;
                report.Append(Culture, $"{name}.{threshold:F2}.kept {tally.Kept(threshold):F4}\n");
                report.Append(Culture, $"{name}.{threshold:F2}.wrong {tally.Wrong(threshold):F4}\n");
            }
        }

        return report.ToString();
    }

    private static IEnumerable<(ThresholdResult Result, ThresholdTally Tally)> Each(IReadOnlyList<ThresholdResult> results) =>
        results.SelectMany(result => result.Tallies, (result, tally) => (result, tally));
}
