namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "locomo": how well memories of long conversations are found.</summary>
internal static class LocomoCommand
{
    private const string Name = "locomo";

    public static EvaluationCommand Command { get; } = new(
        Name,
        $"FILE [--units {string.Join(',', LocomoUnits.Names)}] {RetrievalOptions.Usage}",
        "Retrieval over LoCoMo conversations: recorded facts, turns as they are, whole sessions. " + RetrievalOptions.Explanation,
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        RetrievalOptions options = RetrievalOptions.Parse(args, Name, LocomoUnits.Names);
        IReadOnlyList<LocomoConversation> conversations;
        await using (FileStream json = File.OpenRead(options.Path))
        {
            conversations = LocomoFile.Read(json);
        }

        await RetrievalScorecard.RunAsync(
            [.. options.Units.Select(unit => LocomoUnits.Of(unit, conversations))], options, console, cancellationToken);
    }
}
