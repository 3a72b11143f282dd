using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>Adds the texts of a unit to one memory, then asks the questions about them in each mode.</summary>
/// <remarks>All goes through <see cref="Memory"/>, into a file.</remarks>
/// <param name="console">Who is told.</param>
/// <param name="options">What is run.</param>
internal sealed class RetrievalRun(EvaluationConsole console, RetrievalOptions options)
{
    /// <param name="unit">What memories are made of.</param>
    /// <param name="embedder">What makes vectors.</param>
    /// <param name="databasePath">The memory file to make.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<RetrievalResult> RunAsync(
        IRetrievalUnit unit, RetrievalEmbedder embedder, string databasePath, CancellationToken cancellationToken)
    {
        ProgressLine progress = new(console, unit.Scopes.Sum(scope => scope.Documents.Count + scope.Counted.Count));
        long start = console.Time.GetTimestamp();
        await using RetrievalMemory made = await RetrievalMemory.FillAsync(unit, embedder, databasePath, progress, cancellationToken);
        Memory memory = made.Memory;
        long filled = console.Time.GetTimestamp();
        RetrievalTally[] tallies = [.. options.Modes.Select(mode => new RetrievalTally(mode))];
        IRetrievalMode[] modes = [.. options.Modes.Select(mode => RetrievalModes.Of(mode, memory, options))];
        foreach ((RetrievalScope scope, RetrievalQuestion question) in unit.Scopes.SelectMany(scope => scope.Counted, (scope, question) => (scope, question)))
        {
            bool sharesWord = scope.SharesWord(question);
            for (int mode = 0; mode < modes.Length; mode++)
            {
                IReadOnlyList<MemoryItem> found = await modes[mode].SearchAsync(question.Text, scope.Scope, cancellationToken);
                tallies[mode].Count(question, sharesWord, RetrievalScore.Of([.. found.Select(item => unit.EvidenceOf(scope, item))], question.Evidence));
            }

            progress.Step($"questions asked ({unit.Name}, {embedder.Name})");
        }

        progress.Milestone(string.Create(
            CultureInfo.InvariantCulture,
            $"{unit.Name} with {embedder.Name} ({memory.EmbeddingModel}): {made.Added.Count(fact => fact.Outcome == FactOutcome.Added)} texts added, "
            + $"{made.Added.Count(fact => fact.Outcome != FactOutcome.Added)} not, {made.Count} memories, {made.ModelCalls} recorded calls of a model; "
            + $"seconds: {console.Time.GetElapsedTime(start, filled).TotalSeconds:F1} adding, {console.Time.GetElapsedTime(filled).TotalSeconds:F1} searching"));
        return new RetrievalResult(unit.Name, embedder.Name, tallies);
    }
}
