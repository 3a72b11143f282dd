namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "replaced": how well the memory is found that a new fact is to replace or take back.</summary>
internal static class ReplacedCommand
{
    private const string Name = "replaced";
    private const string Labelled = "labelled";
    private const string ForgetEval = "forgeteval";

    private static readonly string[] Units = [Labelled, ForgetEval];

    public static EvaluationCommand Command { get; } = new(
        Name,
        $"FILE [--units {string.Join(',', Units)}] {RetrievalOptions.Usage}",
        "Finding what a new fact replaces, among all memories of all cases: of the labelled conversations, and of a ForgetEval file. " + RetrievalOptions.Explanation,
        RunAsync);

    /// <summary>Makes one scope of all that the labelled cases know, and a question of each fact that changes some of it.</summary>
    public static RetrievalScope OfLabelled(IEnumerable<LabelledCase> cases)
    {
        LabelledCase[] all = [.. cases];
        return Scope(
            Labelled,
            all.SelectMany(next => next.Known),
            all.SelectMany(next => next.Decisions
                .Where(decision => decision.Event is "UPDATE" or "DELETE")
                .Select(decision => (next.Facts[decision.Fact].Text, next.Known[decision.Candidate!.Value], (string?)next.Shape))));
    }

    /// <summary>Makes one scope of all facts of the cases, and a question of each text that supersedes exactly one of its own case.</summary>
    public static RetrievalScope OfForgetEval(IReadOnlyList<ForgetCase> cases) => Scope(
        ForgetEval,
        cases.SelectMany(next => next.Facts),
        cases.SelectMany(next => next.Mutations.OfType<ForgetMutation.Supersede>(), (next, mutation) => (mutation.Text, Former: Former(next)))
            .Where(pair => pair.Former is not null)
            .Select(pair => (pair.Text, pair.Former!, (string?)null)));

    // What may not be found any more is what was superseded.
    private static string? Former(ForgetCase next) =>
        next.Facts.Where(fact => next.ForbiddenIn(fact) is not null).ToArray() is [var only] ? only : null;

    private static RetrievalScope Scope(string name, IEnumerable<string> known, IEnumerable<(string Text, string Former, string? Category)> changes) => new(
        name,
        [.. known.Distinct(StringComparer.Ordinal).Select(text => new RetrievalDocument(Sha256.Of(text), text, [text]))],
        [
            .. changes.GroupBy(change => (change.Text, change.Category)).Select(group => new RetrievalQuestion(
                group.Key.Text, group.Key.Category, group.Select(change => change.Former).ToHashSet(StringComparer.Ordinal))),
        ]);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        RetrievalOptions options = RetrievalOptions.Parse(args, Name, Units);
        IReadOnlyList<ForgetCase> cases;
        using (StreamReader lines = File.OpenText(options.Path))
        {
            cases = await ForgetEvalFile.ReadAsync(lines, cancellationToken);
        }

        IRetrievalUnit[] units =
        [
            .. options.Units.Select(unit => new VerbatimUnit(
                $"{Name}.{unit}",
                [string.Equals(unit, Labelled, StringComparison.Ordinal) ? OfLabelled(ArbitrationFile.Halves.SelectMany(ArbitrationFile.Read)) : OfForgetEval(cases)])),
        ];
        await RetrievalScorecard.RunAsync(units, options, console, cancellationToken);
    }
}
