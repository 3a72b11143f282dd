using Microsoft.Extensions.Logging;

namespace Mem0Sharp;

/// <summary>Puts what a search found into the order of a reranker. Thread-safe.</summary>
/// <remarks>A search has its results already: a reranker that fails leaves them as they are, and the failure is told and logged.</remarks>
internal sealed class RerankStage(IMemoryReranker reranker, ILogger logger)
{
    /// <summary>Reranks the first of what was found. Where that is nothing, the reranker is not asked.</summary>
    /// <param name="query">What was searched for.</param>
    /// <param name="hits">What was found, best first.</param>
    /// <param name="depth">How many are judged at most; those after them stay after them.</param>
    /// <param name="cancellationToken">Ends the waiting, also for a reranker that ignores it.</param>
    /// <returns>As many as were found. Equal relevances are in the order in which they were found.</returns>
    public async Task<RerankedHits> RerankAsync(
        string query, IReadOnlyList<SearchHit> hits, int depth, CancellationToken cancellationToken)
    {
        MemoryItem[] judged = [.. hits.Take(depth).Select(hit => hit.Item)];
        if (judged.Length == 0)
        {
            return new RerankedHits(hits, failure: null);
        }

        try
        {
            IReadOnlyList<double> answer =
                await reranker.RerankAsync(query, judged, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            double[] relevances = Read(answer, judged.Length);
            return new RerankedHits(
                [
                    .. relevances.Select((relevance, i) => hits[i] with { Relevance = relevance }).OrderByDescending(hit => hit.Relevance),
                    .. hits.Skip(judged.Length),
                ],
                failure: null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            MemoryLog.RerankingFailed(logger, judged.Length, exception.GetType().Name);
            return new RerankedHits(hits, exception);
        }
    }

    private static double[] Read(IReadOnlyList<double> answer, int count)
    {
        double[] relevances = [.. answer];
        if (relevances.Length != count)
        {
            throw new ModelResponseException(
                ModelReranker.Stage, FormattableString.Invariant($"The reranker gave {relevances.Length} relevances for {count} memories."));
        }

        // A NaN is not between any two numbers.
        return Array.TrueForAll(relevances, relevance => relevance is >= 0 and <= 1)
            ? relevances
            : throw new ModelResponseException(ModelReranker.Stage, "The reranker gave a relevance that is no number from 0 to 1.");
    }
}
