namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "factconsolidation": whether the newest of contradicting facts is found first.</summary>
internal static class ConsolidationCommand
{
    public static EvaluationCommand Command { get; } = new(
        "factconsolidation",
        "FILE",
        "The newest of contradicting facts first (MemoryAgentBench, conflict resolution, single hop), beside BM25.",
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        if (args is not [{ } path])
        {
            throw new EvaluationUsageException("factconsolidation takes the path of one file.");
        }

        IReadOnlyList<ConsolidationSource> sources;
        await using (FileStream json = File.OpenRead(path))
        {
            sources = ConsolidationFile.Read(json);
        }

        using TemporaryFolder folder = new();
        using LexicalEmbeddingGenerator embeddings = new();
        await using Memory memory = new MemoryBuilder()
            .UseEmbeddings(embeddings)
            .UseSqlite(folder.File("factconsolidation.db"))
            .UseTimeProvider(new SteppingClock())
            .Build();
        ConsolidationRun run = new(memory, console);
        List<ConsolidationResult> results = [];
        foreach (ConsolidationSource source in sources)
        {
            results.Add(await run.RunAsync(source, cancellationToken));
        }

        await console.Out.WriteAsync(ConsolidationReport.Write(results, memory.EmbeddingModel));
    }
}
