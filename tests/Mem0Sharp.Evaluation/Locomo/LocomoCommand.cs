namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "locomo": how well memories of long conversations are found.</summary>
internal static class LocomoCommand
{
    public static EvaluationCommand Command { get; } = new(
        "locomo",
        "FILE [--db PATH] [--by-score]",
        "Retrieval over LoCoMo conversations with recorded facts. PATH: keep the memory file there; it must not exist. "
        + "--by-score: without the newest first among near ties.",
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        bool byScore = args.Contains("--by-score", StringComparer.Ordinal);
        (string path, string? database) = args.Where(arg => arg is not "--by-score").ToArray() switch
        {
            [{ } file] => (file, null),
            [{ } file, "--db", { } db] => (file, db),
            ["--db", { } db, { } file] => (file, db),
            _ => throw new EvaluationUsageException("locomo takes the path of one file."),
        };

        // What it holds would be found beside what is added now.
        if (database is not null && File.Exists(database))
        {
            throw new EvaluationUsageException($"The memory file '{database}' exists already.");
        }

        IReadOnlyList<LocomoConversation> conversations;
        await using (FileStream json = File.OpenRead(path))
        {
            conversations = LocomoFile.Read(json);
        }

        using TemporaryFolder folder = new();
        LocomoResult result = await new LocomoRun(conversations, console, newestAmongNearTies: !byScore)
            .RunAsync(database ?? folder.File("locomo.db"), cancellationToken);
        await console.Out.WriteAsync(LocomoReport.Write(result));
    }
}
