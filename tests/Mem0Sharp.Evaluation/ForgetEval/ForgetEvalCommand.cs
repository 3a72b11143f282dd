namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "forgeteval": whether what was superseded, released or purged is found no more, and the rest still is.</summary>
internal static class ForgetEvalCommand
{
    public static EvaluationCommand Command { get; } = new(
        "forgeteval",
        "FILE",
        "What was superseded, released or purged is found no more (ForgetEval), beside stores that forget nothing or all.",
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        if (args is not [{ } path])
        {
            throw new EvaluationUsageException("forgeteval takes the path of one file.");
        }

        IReadOnlyList<ForgetCase> cases;
        using (StreamReader lines = File.OpenText(path))
        {
            cases = await ForgetEvalFile.ReadAsync(lines, cancellationToken);
        }

        using TemporaryFolder folder = new();
        using LexicalEmbeddingGenerator embeddings = new();
        await using Memory nearestFirst = Build("nearest-first.db");
        await using Memory nearestByName = Build("nearest-named.db");
        await using Memory byFirst = Build("first.db");
        await using Memory byName = Build("named.db");
        ForgetEvalRun run = new(cases, console);
        ForgetEvalResult[] results =
        [
            await run.RunAsync("empty", _ => new EmptyStore(), cancellationToken),
            await run.RunAsync("wipes everything", _ => new WipingStore(), cancellationToken),
            await run.RunAsync("keywords (BM25), changes nothing", _ => new KeywordStore(HitChoices.None), cancellationToken),
            await run.RunAsync("keywords, first hit", _ => new KeywordStore(HitChoices.First), cancellationToken),
            await run.RunAsync("keywords, all hits named", _ => new KeywordStore(HitChoices.Named), cancellationToken),
            await run.RunAsync("vectors alone, first hit", next => StoreOf(nearestFirst, next, HitChoices.First, MemorySearchMode.Vector), cancellationToken),
            await run.RunAsync("vectors alone, all hits named", next => StoreOf(nearestByName, next, HitChoices.Named, MemorySearchMode.Vector), cancellationToken),
            await run.RunAsync("search, first hit", next => StoreOf(byFirst, next, HitChoices.First), cancellationToken),
            await run.RunAsync("search, all hits named", next => StoreOf(byName, next, HitChoices.Named), cancellationToken),
        ];
        await console.Out.WriteAsync(ForgetEvalReport.Write(cases, results, byName.EmbeddingModel));

        Memory Build(string file) => new MemoryBuilder()
            .UseEmbeddings(embeddings)
            .UseSqlite(folder.File(file))
            .UseTimeProvider(new SteppingClock())
            .Build();
    }

    private static MemoryStore StoreOf(Memory memory, ForgetCase next, HitChoice choice, MemorySearchMode? mode = null) =>
        new(memory, MemoryScope.ForUser(next.Id), choice, mode ?? new MemorySearchOptions().Mode);
}
