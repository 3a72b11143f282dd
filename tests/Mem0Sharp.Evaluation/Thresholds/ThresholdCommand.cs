namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "thresholds": what a least score keeps of the right answers, and what it cuts of the wrong ones.</summary>
internal static class ThresholdCommand
{
    private const string Name = "thresholds";

    private static readonly string[] Units = [.. LocomoUnits.Names.Take(2)];

    public static EvaluationCommand Command { get; } = new(
        Name,
        $"FILE [--units {string.Join(',', Units)}] {RetrievalOptions.Usage}",
        "What thresholds keep and cut over LoCoMo conversations, and the cosines of memories that have nothing to do with each other. "
            + "The options are those of locomo.",
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        RetrievalOptions options = RetrievalOptions.Parse(args, Name, Units);
        IReadOnlyList<LocomoConversation> conversations;
        await using (FileStream json = File.OpenRead(options.Path))
        {
            conversations = LocomoFile.Read(json);
        }

        ThresholdRun run = new(console, options);
        IReadOnlyList<ThresholdResult> results = await RetrievalScorecard.EachAsync(
            [.. options.Units.Select(unit => LocomoUnits.Of(unit, conversations))], options, console, run.RunAsync, cancellationToken);
        await console.Out.WriteAsync(ThresholdReport.Write(results));
    }
}
