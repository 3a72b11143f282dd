using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Writes down what a run over LoCoMo measured, the figures that are compared last.</summary>
internal static class LocomoReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(LocomoResult result)
    {
        StringBuilder report = new();
        report.Append(Culture, $"{result.Conversations} conversations, {result.Sessions} sessions, embedder {result.EmbeddingModel}\n");
        report.Append(
            Culture,
            $"Facts: {result.FactsInFile} in the file, {result.FactsExtracted} extracted, {result.Added} added, "
            + $"{result.Refused} refused; {result.Memories} memories\n");
        int uncarried = result.QuestionsInFile - result.QuestionsWithoutEvidence - result.All.Questions;
        report.Append(
            Culture,
            $"Questions: {result.QuestionsInFile} in the file, {result.QuestionsWithoutEvidence} without evidence, "
            + $"{uncarried} whose evidence no fact carries, {result.All.Questions} asked\n");
        report.Append(
            Culture,
            $"Calls: {result.ModelCalls} of the model (recorded), {result.EmbeddingCalls} of the embedder "
            + $"with {result.EmbeddingTexts} texts\n");
        report.Append(Culture, $"Seconds: {result.Adding.TotalSeconds:F1} adding, {result.Searching.TotalSeconds:F1} searching\n\n");
        report.Append("Recall: share of the evidence found. Hit rate: share of questions with any of it found. In percent.\n");
        report.Append("category        questions    R@5   R@10    MRR  hit rate@5  hit rate@10\n");
        foreach ((int category, RetrievalMeans means) in result.ByCategory)
        {
            Row(report, LocomoQuestion.NameOf(category), means);
        }

        Row(report, "all", result.All);
        report.Append('\n');
        report.Append(Culture, $"locomo.facts.r5 {result.All.RecallAt5:F4}\n");
        report.Append(Culture, $"locomo.facts.r10 {result.All.RecallAt10:F4}\n");
        report.Append(Culture, $"locomo.facts.mrr {result.All.ReciprocalRank:F4}\n");
        return report.ToString();
    }

    private static void Row(StringBuilder report, string name, RetrievalMeans means) => report.Append(
        Culture,
        $"{name,-15} {means.Questions,9} {100 * means.RecallAt5,6:F1} {100 * means.RecallAt10,6:F1} {100 * means.ReciprocalRank,6:F1} "
        + $"{100 * means.HitRateAt5,11:F1} {100 * means.HitRateAt10,12:F1}\n");
}
