namespace Mem0Sharp.Evaluation;

/// <summary>The evaluation "retrieval": how well the documents of any set are found.</summary>
internal static class RetrievalCommand
{
    private const string Name = "retrieval";

    public static EvaluationCommand Command { get; } = new(
        Name,
        $"FILE {RetrievalOptions.Usage}",
        "Retrieval over any set. FILE: one JSON object on each line, in any order. A document: {\"id\": \"d1\", \"text\": \"…\"}, with \"scope\" where it "
        + "is not to be searched together with all others. A query: {\"query\": \"…\", \"relevant\": [\"d1\"]}, asked in the scope of its relevant documents, "
        + "with \"category\" where those are counted apart. " + RetrievalOptions.Explanation,
        RunAsync);

    private static async Task RunAsync(IReadOnlyList<string> args, EvaluationConsole console, CancellationToken cancellationToken)
    {
        RetrievalOptions options = RetrievalOptions.Parse(args, Name, units: []);
        IReadOnlyList<RetrievalScope> scopes;
        using (StreamReader lines = File.OpenText(options.Path))
        {
            scopes = await RetrievalFile.ReadAsync(lines, cancellationToken);
        }

        await RetrievalScorecard.RunAsync([new VerbatimUnit(Name, scopes)], options, console, cancellationToken);
    }
}
