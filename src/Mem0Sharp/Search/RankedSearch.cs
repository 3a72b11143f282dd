namespace Mem0Sharp;

/// <summary>A search as a caller asks for it: what is found, judged by a reranker, and chosen so that it differs. Thread-safe.</summary>
internal sealed class RankedSearch(
    MemorySearcher searcher, PastSearcher past, Projection projection, RerankStage? reranking, IHistoryStore history)
{
    /// <summary>How many times as many as are asked for are chosen among.</summary>
    private const int ChosenAmong = 4;

    /// <summary>Finds memories, best first.</summary>
    /// <returns>What was found, by what signals, and why a reranker that was to be asked judged nothing.</returns>
    /// <exception cref="MemoryConfigurationException">There is no reranker to be asked. Nothing was embedded.</exception>
    public async Task<(IReadOnlyList<SearchHit> Hits, SearchSignals Signals, string? RerankFailure)> SearchAsync(
        string text, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (options.Rerank && reranking is null)
        {
            throw new MemoryConfigurationException(
                "A search is to be reranked, and there is no reranker.", "Give MemoryBuilder a chat client or a reranker, or search without Rerank.");
        }

        (IReadOnlyList<SearchHit> hits, SearchSignals signals) =
            await FindAsync(text, scope, options.WithTop(Wanted(options)), cancellationToken).ConfigureAwait(false);
        string? failure = null;
        if (options.Rerank)
        {
            RerankedHits judged = await reranking!.RerankAsync(text, hits, options.RerankDepth, cancellationToken).ConfigureAwait(false);
            (hits, failure) = (judged.Hits, judged.Failure?.GetType().Name);
        }

        return (await ChooseAsync(hits, options, cancellationToken).ConfigureAwait(false), signals, failure);
    }

    private static int Wanted(MemorySearchOptions options)
    {
        int chosenAmong = options.Diversity > 0 ? Math.Min(options.Top * ChosenAmong, MemoryLimits.Top) : options.Top;
        return options.Rerank ? Math.Max(chosenAmong, options.RerankDepth) : chosenAmong;
    }

    private async Task<(IReadOnlyList<SearchHit> Hits, SearchSignals Signals)> FindAsync(
        string text, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (options.AsOf is null)
        {
            return await searcher.SearchAsync(text, scope, options, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<VectorMatch> matches = await projection.ReadAsync(
            () => past.SearchAsync(text, scope, options, cancellationToken), cancellationToken).ConfigureAwait(false);
        return ([.. matches.Select(SearchHit.Of)], projection.IsStoreOpen ? SearchSignals.Vector : SearchSignals.None);
    }

    private async Task<IReadOnlyList<SearchHit>> ChooseAsync(
        IReadOnlyList<SearchHit> hits, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (options.Diversity <= 0 || hits.Count == 0)
        {
            return [.. hits.Take(options.Top)];
        }

        IReadOnlyList<ReadOnlyMemory<float>?> vectors =
            await history.GetEmbeddingsAsync([.. hits.Select(hit => hit.Item.Text)], cancellationToken).ConfigureAwait(false);
        IReadOnlyList<int> chosen = Diversity.Select(
            [.. Enumerable.Range(0, hits.Count)],
            options.Top,
            options.Diversity,
            place => (Math.Max(0, hits[place].Relevance ?? hits[place].Score), vectors[place]));
        return [.. chosen.Select(place => hits[place])];
    }
}
