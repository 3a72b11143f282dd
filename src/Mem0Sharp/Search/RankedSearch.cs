namespace Mem0Sharp;

/// <summary>A search as a caller asks for it: what is found, judged by a reranker, and chosen so that it differs. Thread-safe.</summary>
internal sealed class RankedSearch(
    MemorySearcher searcher, PastSearcher past, Projection projection, RerankStage? reranking, IHistoryStore history)
{
    /// <summary>How many times as many as are asked for are chosen among.</summary>
    private const int ChosenAmong = 4;

    /// <summary>Finds memories, best first, for each of several questions.</summary>
    /// <returns>One outcome for each question.</returns>
    /// <exception cref="MemoryConfigurationException">There is no reranker to be asked. Nothing was embedded.</exception>
    public async Task<SearchOutcome[]> SearchAsync(
        IReadOnlyList<string> texts, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (options.Rerank && reranking is null)
        {
            throw new MemoryConfigurationException(
                "A search is to be reranked, and there is no reranker.", "Give MemoryBuilder a chat client or a reranker, or search without Rerank.");
        }

        SearchOutcome[] outcomes = await FindAsync(texts, scope, options.WithTop(Wanted(options)), cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < outcomes.Length; i++)
        {
            if (options.Rerank)
            {
                RerankedHits judged = await reranking!.RerankAsync(texts[i], outcomes[i].Hits, options.RerankDepth, cancellationToken).ConfigureAwait(false);
                outcomes[i] = outcomes[i] with { Hits = judged.Hits, RerankFailure = judged.Failure?.GetType().Name };
            }

            outcomes[i] = outcomes[i] with { Hits = await ChooseAsync(outcomes[i].Hits, options, cancellationToken).ConfigureAwait(false) };
        }

        return outcomes;
    }

    private static int Wanted(MemorySearchOptions options)
    {
        int chosenAmong = options.Diversity > 0 ? Math.Min(options.Top * ChosenAmong, MemoryLimits.Top) : options.Top;
        return options.Rerank ? Math.Max(chosenAmong, options.RerankDepth) : chosenAmong;
    }

    private async Task<SearchOutcome[]> FindAsync(
        IReadOnlyList<string> texts, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (options.AsOf is null)
        {
            return await searcher.SearchAsync(texts, scope, options, cancellationToken).ConfigureAwait(false);
        }

        SearchOutcome[] outcomes = new SearchOutcome[texts.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            string text = texts[i];
            outcomes[i] = await projection.ReadAsync(
                () => past.SearchAsync(text, scope, options, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return outcomes;
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
