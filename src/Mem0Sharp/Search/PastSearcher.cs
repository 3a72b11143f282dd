using System.Numerics.Tensors;

namespace Mem0Sharp;

/// <summary>Finds memories as they were: compares the question with each that counts, by the vectors that the history keeps. Thread-safe.</summary>
internal sealed class PastSearcher(TextEmbedder embedder, HistoryView view, IHistoryStore history)
{
    private const int Page = 256;

    /// <returns>The matches, best first; equal scores in id order.</returns>
    public async Task<IReadOnlyList<VectorMatch>> SearchAsync(
        string text, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        List<PastEntry> entries = [];
        await foreach (PastEntry entry in view.PastAsync(
            scope, options.AsOf!, options.IncludeExpired, options.Filter, cancellationToken).ConfigureAwait(false))
        {
            if (!(entry.Entry.Item.Trust < options.MinTrust))
            {
                entries.Add(entry);
            }
        }

        if (entries.Count == 0)
        {
            return [];
        }

        ReadOnlyMemory<float> query = (await embedder.EmbedAsync([text], cancellationToken).ConfigureAwait(false))[0];
        List<(PastEntry Past, double Score)> scored = [];
        foreach (PastEntry[] page in entries.Chunk(Page))
        {
            IReadOnlyList<ReadOnlyMemory<float>?> vectors = await history.GetEmbeddingsAsync(
                [.. page.Select(past => past.Entry.Item.Text)], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < page.Length; i++)
            {
                // Null: erased since the entries were read. Rounding can carry the product just beyond ±1, where no cosine is.
                if (vectors[i] is { } vector
                    && Math.Clamp(TensorPrimitives.Dot(query.Span, vector.Span), -1f, 1f) is var score
                    && !(score < options.Threshold))
                {
                    scored.Add((page[i], score));
                }
            }
        }

        (PastEntry Past, double Score)[] best =
        [
            .. scored.OrderByDescending(match => match.Score)
                .ThenBy(match => match.Past.Entry.MemoryId, StringComparer.Ordinal)
                .Take(options.NewestAmongNearTies ? Math.Max(options.Top, NearTies.Depth) : options.Top),
        ];
        IReadOnlyList<int[]> ties = options.NewestAmongNearTies
            ? NearTies.Find(text, best.Length, place => (best[place].Past.Entry.Item.Text, best[place].Score))
            : [];
        return
        [
            .. NearTies.NewestFirst(best, ties, match => match.Past.TextSequence)
                .Take(options.Top)
                .Select(match => new VectorMatch(match.Past.Entry.Item, match.Score)),
        ];
    }
}
