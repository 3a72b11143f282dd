namespace Mem0Sharp;

/// <content>Looking at the whole.</content>
public sealed partial class Memory
{
    /// <summary>How many of the memories are looked for by their own vectors: each is a search.</summary>
    private const int Probes = 100;

    /// <summary>
    /// Looks at everything: whether the file is sound, each version follows the one before it and is what was written (the chain of
    /// hashes), the newest versions, scopes and embeddings belong to the rows of the history, and the vector store holds what it should.
    /// </summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was found. Nothing is changed.</returns>
    /// <exception cref="MemoryStoreException">The file cannot be opened, or is locked. What is damaged in it is no exception but a problem.</exception>
    /// <remarks>Reads the whole history: for a maintenance job, not for each request. What is written meanwhile may be counted or not.</remarks>
    public Task<MemoryCheckResult> CheckAsync(CancellationToken cancellationToken = default) =>
        RunAsync(MemoryTelemetryNames.CheckStore, null, async () =>
        {
            List<string> problems = [];
            try
            {
                await _parts.Projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (MemoryStoreException damage) when (!damage.IsTransient)
            {
                problems.Add($"The vector store cannot be brought up to date: {damage.Message}");
            }

            HistoryInspector inspector = new(_parts.History);
            MemoryCheckResult result = await inspector.InspectAsync(cancellationToken).ConfigureAwait(false);
            if (problems.Count == 0 && inspector.IsComplete && _parts.Projection.IsStoreOpen)
            {
                problems.AddRange(await _parts.Searcher.MissingAsync(inspector.Latest, Probes, cancellationToken).ConfigureAwait(false));
            }

            return result with { Problems = [.. result.Problems, .. problems] };
        });
}
