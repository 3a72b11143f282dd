namespace Mem0Sharp;

/// <summary>Finds memories by vector and by keyword. It is a projection of the history: everything in it can be rebuilt from there.</summary>
/// <remarks>
/// Shipped in memory; other packages bring others. Thread-safe. Changes carry versions, so applying one twice, or an older one
/// late, changes nothing, in whatever order they come (but a
/// <see cref="VectorChange.Describe"/> comes after the version before it). <c>Mem0Sharp.Testing</c> has the conformance suite that every
/// implementation must pass.
/// </remarks>
public interface IVectorStore : IAsyncDisposable
{
    /// <summary>
    /// Tells whether each commit of a history is in this store at once, made in the same transaction: then nothing is applied to it, and nothing
    /// is asked of the history before a search. Asked once, when the memory is built.
    /// </summary>
    /// <param name="history">The history that the memory is kept in.</param>
    /// <returns>Default false: what the history commits is applied to the store afterwards.</returns>
    /// <remarks>
    /// Where it is true, <see cref="ApplyAsync"/> and <see cref="ClearAsync"/> are not called. A search on a history that was moved to another
    /// embedding model since the store was opened throws an <see cref="EmbeddingSpaceException"/>, and is made again once it is opened anew.
    /// </remarks>
    bool IsCommittedWith(IHistoryStore history) => false;

    /// <summary>Makes the store ready for vectors of one space. Called before anything else, and again after a reset.</summary>
    /// <param name="space">The embedding model and its dimension.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>
    /// The history position up to which every change has been applied; <see cref="HistoryPosition.Start"/> when the store is empty.
    /// </returns>
    /// <exception cref="EmbeddingDimensionException">The store holds vectors of another length.</exception>
    /// <exception cref="MemoryStoreException">The store failed.</exception>
    Task<HistoryPosition> OpenAsync(EmbeddingSpace space, CancellationToken cancellationToken = default);

    /// <summary>Applies committed changes and notes how far the store has come.</summary>
    /// <param name="changes">The changes. One that is not newer than what the store has of its id is ignored, but for the vector of a
    /// version that has none. May be empty.</param>
    /// <param name="position">The history position after them.</param>
    /// <param name="cancellationToken">Ends the work early; applying the same changes again completes it.</param>
    /// <returns>A task that ends when searches see all of the changes.</returns>
    /// <exception cref="EmbeddingDimensionException">A vector that is there has another length; nothing is applied.</exception>
    /// <exception cref="MemoryValidationException">
    /// A vector that is there has the norm zero or a component that is not finite; nothing is applied.
    /// </exception>
    /// <exception cref="MemoryStoreException">The store failed; the same changes can be applied again.</exception>
    Task ApplyAsync(IReadOnlyList<VectorChange> changes, HistoryPosition position, CancellationToken cancellationToken = default);

    /// <summary>Finds the stored vectors nearest to the query's, best first.</summary>
    /// <param name="query">Vector, scope and limits.</param>
    /// <param name="cancellationToken">Ends the scan early; nothing is changed.</param>
    /// <returns>0 to <see cref="VectorQuery.Top"/> results. Equal scores come in id order, so equal input gives equal output.</returns>
    /// <exception cref="EmbeddingDimensionException">The vector has another length.</exception>
    /// <exception cref="MemoryValidationException">The vector has zero length or a component that is not finite.</exception>
    /// <exception cref="MemoryStoreException">The store failed.</exception>
    /// <remarks>Sees every change whose ApplyAsync completed before the call, and no half of any other.</remarks>
    Task<IReadOnlyList<VectorMatch>> SearchAsync(VectorQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds for each of several queries what <see cref="SearchAsync"/> finds for it.</summary>
    /// <param name="queries">The queries. May be none.</param>
    /// <param name="cancellationToken">Ends the scan early; nothing is changed.</param>
    /// <returns>As many lists as queries, in their order.</returns>
    /// <exception cref="EmbeddingDimensionException">A vector has another length.</exception>
    /// <exception cref="MemoryValidationException">A vector has zero length or a component that is not finite.</exception>
    /// <exception cref="MemoryStoreException">The store failed.</exception>
    /// <remarks>By default one after the other. A store that can answer several quicker together does so, with the same results.</remarks>
    async Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> SearchManyAsync(
        IReadOnlyList<VectorQuery> queries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        IReadOnlyList<VectorMatch>[] matches = new IReadOnlyList<VectorMatch>[queries.Count];
        for (int i = 0; i < matches.Length; i++)
        {
            matches[i] = await SearchAsync(queries[i], cancellationToken).ConfigureAwait(false);
        }

        return matches;
    }

    /// <summary>Finds the memories that share words with the query's text, best first, whether or not they have a vector.</summary>
    /// <param name="query">Text, scope and limits.</param>
    /// <param name="cancellationToken">Ends the search early; nothing is changed.</param>
    /// <returns>
    /// 0 to <see cref="KeywordQuery.Top"/> results; a memory that shares no word is none. Scores are from 0 to below 1, unitless: the more
    /// of the text's words a memory has, and the rarer they are in the scope, the higher. Equal scores come in id order, so equal input
    /// gives equal output.
    /// </returns>
    /// <exception cref="MemoryStoreException">The store failed.</exception>
    /// <remarks>
    /// How texts are split into words is the store's, so long as case does not matter, and a name, a number, a date or an address is found
    /// as it is written. A score depends on the text, the memory and the memories of the scope; never on others, whose words a caller could
    /// else learn of. What the query leaves out by filter, trust or expiry counts among the memories of the scope. Sees every
    /// change whose ApplyAsync completed before the call, and no half of any other.
    /// </remarks>
    Task<IReadOnlyList<VectorMatch>> SearchKeywordsAsync(KeywordQuery query, CancellationToken cancellationToken = default);

    /// <summary>Counts the memories in the store, with and without a vector.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>0 or more.</returns>
    /// <exception cref="MemoryStoreException">The store failed.</exception>
    Task<long> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes everything, versions of deleted memories included; it must be opened again.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>A task that ends when the store is empty.</returns>
    /// <exception cref="MemoryStoreException">The store failed.</exception>
    Task ClearAsync(CancellationToken cancellationToken = default);
}
