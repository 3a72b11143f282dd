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
        HybridCandidates candidates = new(near, sharing);
        if (sharing.Count == depth && candidates.WithoutKeyword() is { Length: > 0 } nearOnes)
        {
            // The list of those that share words was cut.
            KeywordQuery query = bounds.Sharing(question.Text, nearOnes.Length, nearOnes);
            candidates.AddKeywords(await store.SearchKeywordsAsync(query, cancellationToken).ConfigureAwait(false));
        }

        if (near.Count == depth && candidates.WithoutCosine() is { Length: > 0 } sharingOnes)
        {
            // The list of the nearest was cut.
            VectorQuery query = bounds.Near(vector, sharingOnes.Length, memoryIds: sharingOnes);
            candidates.AddCosines(await store.SearchAsync(query, cancellationToken).ConfigureAwait(false));
        }

        return candidates.Score(question, options.Threshold);
    }
}
