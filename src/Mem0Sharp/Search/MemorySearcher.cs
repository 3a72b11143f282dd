namespace Mem0Sharp;

/// <summary>Finds memories near texts: embeds them in one call and asks the store. Thread-safe.</summary>
/// <remarks>
/// One signal today, the vector. Keyword and entity hits join here: their candidates beside the store's, one fusion after both.
/// </remarks>
internal sealed class MemorySearcher(TextEmbedder embedder, Projection projection, IVectorStore store, TimeProvider time)
{
    /// <returns>One list for each text, best first.</returns>
    public async Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> SearchAsync(
        IReadOnlyList<string> texts, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        await projection.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        if (!projection.IsStoreOpen)
        {
            // Nothing was ever stored: there is nothing to compare a query with, so it is not paid for.
            return [.. texts.Select(_ => Array.Empty<VectorMatch>())];
        }

        IReadOnlyList<ReadOnlyMemory<float>> vectors = await embedder.EmbedAsync(texts, cancellationToken).ConfigureAwait(false);
        DateTimeOffset? activeAt = options.IncludeExpired ? null : time.GetUtcNow();
        IReadOnlyList<VectorMatch>[] matches = new IReadOnlyList<VectorMatch>[texts.Count];
        for (int i = 0; i < matches.Length; i++)
        {
            VectorQuery query = new()
            {
                Vector = vectors[i],
                Scope = scope,
                Top = options.Top,
                MinScore = options.Threshold,
                ActiveAt = activeAt,
            };
            matches[i] = await store.SearchAsync(query, cancellationToken).ConfigureAwait(false);
        }

        return matches;
    }
}
