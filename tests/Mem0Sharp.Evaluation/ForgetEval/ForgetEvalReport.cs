using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>Writes how the stores did; the library's own row last, then the figures that are compared.</summary>
internal static class ForgetEvalReport
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Write(IReadOnlyList<ForgetCase> cases, IReadOnlyList<ForgetEvalResult> results, string embeddingModel)
    {
        IGrouping<string, ForgetCase>[] families = [.. cases.GroupBy(known => known.Family, StringComparer.Ordinal)];
        StringBuilder report = new();
        report.Append(
            Culture,
            $"{cases.Count} cases, {cases.Sum(known => known.Facts.Count)} facts, {cases.Sum(known => known.Mutations.Count)} changes; "
            + $"embedder {embeddingModel}; top {ForgetEvalRun.Top}\n");
        report.Append("Passed: what is found in the end has all it must have in it and nothing it must not, in any case of letters.\n");
        report.Append("Probed: nor is that found when it is asked for by its own words.\n");
        Row(string.Empty, "passed", "probed", family => family.Key);
        Row("cases", Number(cases.Count), string.Empty, family => Number(family.Count()));
        foreach (ForgetEvalResult result in results)
        {
            Row(result.Name, Number(result.Passed), Number(result.PassedProbed), family => Number(result.PassedOf(family.Key)));
        }

        report.Append('\n');
        ForgetEvalResult own = results[^1];
        foreach ((string id, string reason) in own.Failures)
        {
            report.Append(Culture, $"failed: {id}: {reason}\n");
        }

        report.Append(Culture, $"forgeteval.pass {own.Passed}\n");
        report.Append(Culture, $"forgeteval.total {cases.Count}\n");
        return report.ToString();

        void Row(string name, string passed, string probed, Func<IGrouping<string, ForgetCase>, string> cell)
        {
            report.Append(Culture, $"{name,-33}{passed,8}{probed,8}");
            foreach (IGrouping<string, ForgetCase> family in families)
            {
                report.Append("  ").Append(cell(family).PadLeft(Math.Max(7, family.Key.Length)));
            }

            report.Append('\n');
        }
    }

    private static string Number(int count) => count.ToString(Culture);
}
