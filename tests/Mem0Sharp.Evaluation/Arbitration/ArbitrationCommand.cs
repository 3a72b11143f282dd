using System.Globalization;
using System.Text;

namespace Mem0Sharp.Evaluation;

/// <summary>
/// The evaluation "arbitration": labelled conversations through the add pipeline, with a model that is right, with one whose replies
/// are damaged, and with the rules.
/// </summary>
internal static class ArbitrationCommand
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly int[] Rates = [10, 30, 50];
    private static readonly string[] Events = ["ADD", "UPDATE", "DELETE", "NONE"];

    public static EvaluationCommand Command { get; } = new(
        "arbitration",
        "[SEED]",
        "What is added, updated, deleted and left alone in labelled conversations: by a right model (asked twice, and once), a damaged one, and the rules.",
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        int seed = 1;
        if (args.Count > 1 || (args.Count == 1 && !int.TryParse(args[0], NumberStyles.None, Culture, out seed)))
        {
            throw new EvaluationUsageException("arbitration takes a seed at most, a number.");
        }

        Dictionary<string, IReadOnlyList<LabelledCase>> halves = ArbitrationFile.Halves.ToDictionary(half => half, ArbitrationFile.Read, StringComparer.Ordinal);
        LabelledCase[] all = [.. halves.Values.SelectMany(cases => cases)];
        ArbitrationRun run = new(all, console);
        StringBuilder report = new();
        StringBuilder figures = new();
        report.Append(Culture, $"{all.Length} cases ({string.Join(", ", halves.Select(half => $"{half.Value.Count} {half.Key}"))}), ");
        report.Append(Culture, $"{all.Sum(next => next.Known.Count)} memories known, {all.Sum(next => next.Decisions.Count)} decisions to be made; seed {seed}\n\n");

        await ModelAsync("arbitration", once: false);
        await ModelAsync("arbitration.once", once: true);
        Rules("Rules, from the labelled facts", await run.WithRulesAsync(labelledFacts: true, cancellationToken));
        Rules("Rules, from the conversations", await run.WithRulesAsync(labelledFacts: false, cancellationToken));
        report.Append(Culture, $"\narbitration.total {all.Length}\n").Append(figures);
        await console.Out.WriteAsync(report);

        async Task ModelAsync(string name, bool once)
        {
            IReadOnlyList<ArbitrationOutcome> right = await run.WithModelAsync(damage: null, once, out OracleModel oracle, cancellationToken);
            int exact = right.Count(outcome => outcome.IsExact);
            report.Append(Culture, $"A model that is right{(once ? ", asked once" : string.Empty)}: {exact} of {all.Length} exact, ");
            report.Append(Culture, $"{oracle.NotShown} memories were not shown to it, {oracle.BySpan} updates by span\n");
            foreach (ArbitrationOutcome missed in right.Where(outcome => !outcome.IsExact))
            {
                report.Append(Culture, $"  not exact: {missed.Case.Id}\n");
            }

            foreach ((string stage, ReplyCost cost) in oracle.Costs)
            {
                report.Append(Culture, $"  {stage}: {cost.Calls} calls, {cost.Asked / cost.Calls} characters asked and {cost.Answered / cost.Calls} answered in each\n");
            }

            int outside = 0;
            int unreported = 0;
            foreach (int rate in Rates)
            {
                ReplyDamage damage = new(rate / 100.0, seed);
                IReadOnlyList<ArbitrationOutcome> damaged = await run.WithModelAsync(damage, once, out _, cancellationToken);
                (int beyond, int lost) = (damaged.Sum(outcome => outcome.Outside), damaged.Sum(outcome => outcome.Unreported));
                int refused = damaged.Sum(outcome => outcome.Result?.Facts.Count(fact => fact.Outcome == FactOutcome.Refused) ?? 0);
                report.Append(Culture, $"{rate} % of replies damaged ({damage.Damaged}): {damaged.Count(outcome => outcome.IsExact)} exact, ");
                report.Append(Culture, $"{damaged.Count(outcome => outcome.Result is null)} adds failed, {refused} decisions refused; ");
                report.Append(Culture, $"{beyond} writes outside the allowed, {lost} losses unreported\n");
                outside += beyond;
                unreported += lost;
            }

            figures.Append(Culture, $"{name}.oracle.exact {exact}\n{name}.damaged.outside {outside}\n{name}.damaged.unreported {unreported}\n");
        }

        void Rules(string title, IReadOnlyList<ArbitrationOutcome> outcomes)
        {
            report.Append(Culture, $"\n{title}\n");
            foreach ((string half, IReadOnlyList<LabelledCase> cases) in halves)
            {
                HashSet<LabelledCase> own = new(cases, ReferenceEqualityComparer.Instance);
                ArbitrationOutcome[] part = [.. outcomes.Where(outcome => own.Contains(outcome.Case))];
                report.Append(Culture, $"  {half}: {part.Count(outcome => outcome.Outside > 0)} of {part.Length} with a change that no label allows\n");
                foreach (string name in Events)
                {
                    report.Append(Culture, $"    {name,-7}{EventTally.Of(name, part)}\n");
                }
            }
        }
    }
}
