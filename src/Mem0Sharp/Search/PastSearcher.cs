using System.Numerics.Tensors;

namespace Mem0Sharp;

/// <summary>
/// Finds memories as they were: compares the question with each that counts, by the vectors that the history keeps and by its words. Thread-safe.
/// </summary>
internal sealed class PastSearcher(TextEmbedder embedder, HistoryView view, IHistoryStore history)
{
    private const int Page = 256;

    /// <returns>The matches, best first; equal scores in id order.</returns>
    public async Task<IReadOnlyList<SearchHit>> SearchAsync(
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

        string[] texts = [.. entries.Select(entry => entry.Entry.Item.Text)];
        double?[] cosines = options.Mode == MemorySearchMode.Keyword
            ? new double?[texts.Length]
            : await CosinesAsync(text, texts, cancellationToken).ConfigureAwait(false);
        double[] keywords = options.Mode == MemorySearchMode.Vector ? new double[texts.Length] : KeywordScores.Of(text, texts);
        HybridQuestion question = new(text, options, view.Now(options.AsOf!));
        List<(PastEntry Past, SearchHit Hit)> scored = [];
        for (int i = 0; i < texts.Length; i++)
        {
            if (HitOf(entries[i].Entry.Item, cosines[i], keywords[i], question, options.Mode) is { } hit && !(hit.Score < options.Threshold))
            {
                scored.Add((entries[i], hit));
            }
        }

        (PastEntry Past, SearchHit Hit)[] best =
        [
            .. scored.OrderByDescending(match => match.Hit.Score)
                .ThenBy(match => match.Past.Entry.MemoryId, StringComparer.Ordinal)
                .Take(options.NewestAmongNearTies ? Math.Max(options.Top, NearTies.Depth) : options.Top),
        ];
        IReadOnlyList<int[]> ties = options.NewestAmongNearTies
            ? NearTies.Find(text, best.Length, place => (best[place].Hit.Item.Text, best[place].Hit.Score))
            : [];
        return [.. NearTies.NewestFirst(best, ties, match => match.Past.TextSequence).Take(options.Top).Select(match => match.Hit)];
    }

    /// <summary>Scores one memory; null where what the search goes by does not find it.</summary>
    private static SearchHit? HitOf(MemoryItem item, double? cosine, double keyword, HybridQuestion question, MemorySearchMode mode)
    {
        if (cosine is null && keyword == 0)
        {
            return null;
        }

        switch (mode)
        {
            case MemorySearchMode.Vector:
                return new SearchHit(item, cosine!.Value);
            case MemorySearchMode.Keyword:
                return new SearchHit(item, keyword);
            default:
                return question.Score(item, cosine, keyword);
        }
    }

    /// <returns>As many cosines as texts; null where a text has no embedding, or was erased since it was read.</returns>
    private async Task<double?[]> CosinesAsync(string question, string[] texts, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<float> query = (await embedder.EmbedAsync([question], cancellationToken).ConfigureAwait(false))[0];
        List<double?> cosines = new(texts.Length);
        foreach (string[] page in texts.Chunk(Page))
        {
            foreach (ReadOnlyMemory<float>? vector in await history.GetEmbeddingsAsync(page, cancellationToken).ConfigureAwait(false))
            {
                // Rounding can carry the product just beyond ±1, where no cosine is.
                cosines.Add(vector is { } known ? Math.Clamp(TensorPrimitives.Dot(query.Span, known.Span), -1f, 1f) : null);
            }
        }

        return [.. cosines];
    }
}
