namespace Mem0Sharp;

/// <summary>Finds memories by vector, by words and by the time that a question names, each with all of its signals. Thread-safe.</summary>
/// <remarks>
/// What either finds counts as found, however far down; then each gets the signal that its own way did not bring, from the store. So a score is
/// of the question and the memory, not of who else was found.
/// </remarks>
internal sealed class HybridSearch(IVectorStore store)
{
    /// <summary>How many are looked for each way, at least: far more than are returned, so that what is good for both is in one of them.</summary>
    private const int LeastDepth = 100;

    private const int DepthForEach = 4;

    /// <summary>Gets how many are looked for each way.</summary>
    public static int DepthOf(MemorySearchOptions options) => Math.Clamp(options.Top * DepthForEach, LeastDepth, MemoryLimits.Top);

    /// <summary>Finds the memories of a scope.</summary>
    /// <param name="question">The question.</param>
    /// <param name="vector">Its embedding, of unit length; or empty where it has none.</param>
    /// <param name="near">What is found by it, as many as <see cref="DepthOf"/> says at most.</param>
    /// <param name="bounds">Among which memories it looks.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Best first, equal scores in id order; more than are asked for, since near ties are settled afterwards.</returns>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(
        HybridQuestion question,
        ReadOnlyMemory<float> vector,
        IReadOnlyList<VectorMatch> near,
        SearchBounds bounds,
        MemorySearchOptions options,
        CancellationToken cancellationToken)
    {
        int depth = DepthOf(options);
        IReadOnlyList<VectorMatch> sharing = await store.SearchKeywordsAsync(bounds.Sharing(question.Text, depth), cancellationToken).ConfigureAwait(false);
        Dictionary<string, double> keywords = sharing.ToDictionary(match => match.Item.Id, match => match.Score, StringComparer.Ordinal);
        Dictionary<string, double?> cosines = near.ToDictionary(match => match.Item.Id, match => (double?)match.Score, StringComparer.Ordinal);
        if (sharing.Count == depth)
        {
            await AddKeywordsAsync(keywords, question.Text, bounds, near, cancellationToken).ConfigureAwait(false);
        }

        if (near.Count == depth)
        {
            await AddCosinesAsync(cosines, vector, bounds, sharing, cancellationToken).ConfigureAwait(false);
        }

        return
        [
            .. near.Concat(sharing).DistinctBy(match => match.Item.Id, StringComparer.Ordinal)
                .Select(match => question.Score(match.Item, cosines.GetValueOrDefault(match.Item.Id), keywords.GetValueOrDefault(match.Item.Id)))
                .Where(hit => !(hit.Score < options.Threshold))
                .OrderByDescending(hit => hit.Score)
                .ThenBy(hit => hit.Item.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Gets the words' score of what was found by vector: the list of those that share words was cut.</summary>
    private async Task AddKeywordsAsync(
        Dictionary<string, double> keywords, string text, SearchBounds bounds, IReadOnlyList<VectorMatch> near, CancellationToken cancellationToken)
    {
        string[] missing = [.. near.Select(match => match.Item.Id).Where(id => !keywords.ContainsKey(id))];
        if (missing.Length == 0)
        {
            return;
        }

        KeywordQuery query = bounds.Sharing(text, missing.Length, missing);
        foreach (VectorMatch match in await store.SearchKeywordsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            keywords.TryAdd(match.Item.Id, match.Score);
        }
    }

    /// <summary>Gets the cosine of what was found by its words: the list of the nearest was cut.</summary>
    private async Task AddCosinesAsync(
        Dictionary<string, double?> cosines,
        ReadOnlyMemory<float> vector,
        SearchBounds bounds,
        IReadOnlyList<VectorMatch> sharing,
        CancellationToken cancellationToken)
    {
        string[] missing = [.. sharing.Select(match => match.Item.Id).Where(id => !cosines.ContainsKey(id))];
        if (missing.Length == 0)
        {
            return;
        }

        VectorQuery query = bounds.Near(vector, missing.Length, memoryIds: missing);
        foreach (VectorMatch match in await store.SearchAsync(query, cancellationToken).ConfigureAwait(false))
        {
            cosines.TryAdd(match.Item.Id, match.Score);
        }
    }
}
