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
        List<HistoryEntry> entries = [];
        await foreach (HistoryEntry entry in view.EntriesAsync(
            scope, options.AsOf!, options.IncludeExpired, cancellationToken).ConfigureAwait(false))
        {
            entries.Add(entry);
        }

        if (entries.Count == 0)
        {
            return [];
        }

        ReadOnlyMemory<float> query = (await embedder.EmbedAsync([text], cancellationToken).ConfigureAwait(false))[0];
        List<(HistoryEntry Entry, double Score)> scored = [];
        foreach (HistoryEntry[] page in entries.Chunk(Page))
        {
            IReadOnlyList<ReadOnlyMemory<float>?> vectors = await history.GetEmbeddingsAsync(
                [.. page.Select(entry => entry.Item.Text)], cancellationToken).ConfigureAwait(false);
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

        (HistoryEntry Entry, double Score)[] best =
        [
            .. scored.OrderByDescending(match => match.Score)
                .ThenBy(match => match.Entry.MemoryId, StringComparer.Ordinal)
                .Take(options.NewestAmongNearTies ? Math.Max(options.Top, NearTies.Depth) : options.Top),
        ];
        IReadOnlyList<int[]> ties = options.NewestAmongNearTies
            ? NearTies.Find(text, best.Length, place => (best[place].Entry.Item.Text, best[place].Score))
            : [];
        return
        [
            .. NearTies.NewestFirst(best, ties, match => match.Entry.Sequence)
                .Take(options.Top)
                .Select(match => new VectorMatch(match.Entry.Item, match.Score)),
        ];
    }
}
