namespace Mem0Sharp.Evaluation;

/// <summary>Runs each unit with each embedder, and writes the figures side by side.</summary>
internal static class RetrievalScorecard
{
    /// <exception cref="FormatException">The file of vectors is damaged or lacks texts; the message says how many.</exception>
    public static async Task RunAsync(
        IReadOnlyList<IRetrievalUnit> units, RetrievalOptions options, EvaluationConsole console, CancellationToken cancellationToken)
    {
        RetrievalRun run = new(console, options);
        IReadOnlyList<RetrievalResult> results = await EachAsync(units, options, console, run.RunAsync, cancellationToken);
        await console.Out.WriteAsync(RetrievalReport.Write(units, results));
    }

    /// <summary>Runs something for each unit and each embedder that has its texts.</summary>
    /// <param name="units">The units.</param>
    /// <param name="options">Which embedders.</param>
    /// <param name="console">Who is told.</param>
    /// <param name="runAsync">Runs it, with the path of the memory file to make.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>What each gave, in their order.</returns>
    /// <exception cref="FormatException">The file of vectors is damaged or lacks texts; the message says how many.</exception>
    public static async Task<IReadOnlyList<T>> EachAsync<T>(
        IReadOnlyList<IRetrievalUnit> units,
        RetrievalOptions options,
        EvaluationConsole console,
        Func<IRetrievalUnit, RetrievalEmbedder, string, CancellationToken, Task<T>> runAsync,
        CancellationToken cancellationToken)
    {
        EmbeddingFile? vectors = options.Vectors is null
            ? null
            : EmbeddingFile.Read(await File.ReadAllBytesAsync(options.Vectors, cancellationToken));
        RetrievalEmbedder[] embedders = [.. options.Embedders.Select(name => RetrievalEmbedder.Of(name, vectors))];
        try
        {
            // Looked at before anything is run: what is missing is known then, not minutes later.
            (IRetrievalUnit Unit, RetrievalEmbedder Embedder)[] pairs =
            [
                .. units.SelectMany(unit => embedders, (unit, embedder) => (unit, embedder)).Where(pair => IsCovered(pair.unit, pair.embedder, console)),
            ];
            if (pairs.Length == 0)
            {
                throw new FormatException("The file of vectors has none for the texts of any unit.");
            }

            using TemporaryFolder folder = new();
            List<T> results = [];
            foreach ((IRetrievalUnit unit, RetrievalEmbedder embedder) in pairs)
            {
                string database = options.Database ?? folder.File($"{unit.Name}.{embedder.Name}.db");
                results.Add(await runAsync(unit, embedder, database, cancellationToken));
            }

            return results;
        }
        finally
        {
            Array.ForEach(embedders, embedder => embedder.Dispose());
        }
    }

    /// <summary>Looks whether an embedder has the texts of a unit. A unit of which a file has no text at all is left out, and said so.</summary>
    private static bool IsCovered(IRetrievalUnit unit, RetrievalEmbedder embedder, EvaluationConsole console)
    {
        string[] texts = Distinct(unit.Scopes.SelectMany(scope => scope.Documents).Select(document => document.Text));
        string[] questions = Distinct(unit.Scopes.SelectMany(scope => scope.Counted).Select(question => question.Text));
        int missing = embedder.CountMissing(texts);
        if (missing > 0 && missing == texts.Length)
        {
            console.Out.WriteLine($"{unit.Name} with {embedder.Name}: left out, the file of vectors has none of its {missing} texts");
            return false;
        }

        int unasked = embedder.CountMissing(questions);
        return missing + unasked == 0
            ? true
            : throw new FormatException(
                $"{unit.Name}: the file of vectors lacks {missing} of {texts.Length} texts and {unasked} of {questions.Length} questions.");
    }

    private static string[] Distinct(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal)];
}
