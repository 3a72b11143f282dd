using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>Adds the texts of a unit to one memory, asks the questions about them in each mode, and keeps the scores of what is found.</summary>
/// <param name="console">Who is told.</param>
/// <param name="options">What is run.</param>
internal sealed class ThresholdRun(EvaluationConsole console, RetrievalOptions options)
{
    /// <param name="unit">What memories are made of.</param>
    /// <param name="embedder">What makes vectors.</param>
    /// <param name="databasePath">The memory file to make.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<ThresholdResult> RunAsync(
        IRetrievalUnit unit, RetrievalEmbedder embedder, string databasePath, CancellationToken cancellationToken)
    {
        ProgressLine progress = new(console, unit.Scopes.Sum(scope => scope.Documents.Count + scope.Counted.Count));
        await using RetrievalMemory made = await RetrievalMemory.FillAsync(unit, embedder, databasePath, progress, cancellationToken);
        (ThresholdTally Tally, MemorySearchOptions Search)[] modes =
        [
            .. options.Modes.Select(mode => (new ThresholdTally(mode), new MemorySearchOptions
            {
                Mode = Enum.Parse<MemorySearchMode>(mode, ignoreCase: true),
                Top = RetrievalScore.Depth,
                NewestAmongNearTies = !options.ByScore,
            })),
        ];
        foreach ((RetrievalScope scope, RetrievalQuestion question) in unit.Scopes.SelectMany(scope => scope.Counted, (scope, question) => (scope, question)))
        {
            foreach ((ThresholdTally tally, MemorySearchOptions search) in modes)
            {
                MemorySearchResults found = await made.Memory.SearchAsync(question.Text, scope.Scope, search, cancellationToken);
                tally.Count([.. found.Select(result => (result.Score, question.Evidence.Overlaps(unit.EvidenceOf(scope, result.Item))))]);
            }

            progress.Step($"questions asked ({unit.Name}, {embedder.Name})");
        }

        MeasuredCosines? cosines = await made.Memory.MeasureCosinesAsync(cancellationToken: cancellationToken);
        progress.Milestone(string.Create(CultureInfo.InvariantCulture, $"{unit.Name} with {embedder.Name} ({made.Memory.EmbeddingModel}): {made.Count} memories"));
        return new ThresholdResult(unit.Name, embedder.Name, cosines, [.. modes.Select(mode => mode.Tally)]);
    }
}
