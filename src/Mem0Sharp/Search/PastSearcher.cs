namespace Mem0Sharp;

/// <summary>
/// Finds memories as they were: compares the question with each that counts, by the vectors that the history keeps and by its words. Thread-safe.
/// </summary>
internal sealed class PastSearcher(TextEmbedder embedder, HistoryView view, IHistoryStore history)
{
    private const int Page = 256;

    /// <summary>Finds the memories that answered a question, best first; equal scores in id order.</summary>
    /// <remarks>Where embeddings may come later, one that cannot be made now leaves the words, as in a search of what is now.</remarks>
    public async Task<SearchOutcome> SearchAsync(
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
            return SearchOutcome.Nothing;
        }

        EmbeddedTexts? asked = options.Mode == MemorySearchMode.Keyword
            ? null
            : await embedder.EmbedQuestionsAsync([text], cancellationToken).ConfigureAwait(false);
        bool isWithoutAnyVector = options.Mode == MemorySearchMode.Vector && asked is null;
        MemorySearchMode mode = isWithoutAnyVector ? MemorySearchMode.Keyword : options.Mode;

        // What is found by words instead of vectors has a score on no scale of the threshold.
        double? threshold = isWithoutAnyVector ? null : options.Threshold;
        string[] texts = [.. entries.Select(entry => entry.Entry.Item.Text)];
        double?[] cosines = asked is null
            ? new double?[texts.Length]
            : await CosinesAsync(asked.Vectors[0], texts, cancellationToken).ConfigureAwait(false);
        double[] keywords = mode == MemorySearchMode.Vector ? new double[texts.Length] : KeywordScores.Of(text, texts);
        HybridQuestion question = new(text, options, view.Now(options.AsOf!), asked?.UnrelatedCosine ?? 0);
        List<SearchHit> hits = [];
        for (int i = 0; i < texts.Length; i++)
        {
            if (HitOf(entries[i].Entry.Item, cosines[i], keywords[i], question, mode) is { } hit && !(hit.Score < threshold))
            {
                hits.Add(hit);
            }
        }

        SearchHit[] best =
        [
            .. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Item.Id, StringComparer.Ordinal).Take(options.Depth),
        ];
        IReadOnlyList<int[]> ties = options.NewestAmongNearTies ? NearTies.Find(text, best) : [];
        Dictionary<string, long> sequences = entries.ToDictionary(past => past.Entry.MemoryId, past => past.TextSequence, StringComparer.Ordinal);
        return new SearchOutcome(
            [.. NearTies.NewestFirst(best, ties, hit => sequences[hit.Item.Id]).Take(options.Top)],
            (mode == MemorySearchMode.Vector ? SearchSignals.None : SearchSignals.Keyword) | (asked is null ? SearchSignals.None : SearchSignals.Vector),
            asked?.Model);
    }

    /// <summary>Scores one memory; null where what the search goes by does not find it.</summary>
    private static SearchHit? HitOf(MemoryItem item, double? cosine, double keyword, HybridQuestion question, MemorySearchMode mode)
    {
        if (cosine is null && keyword == 0)
        {
            return null;
        }

        return mode switch
        {
            MemorySearchMode.Vector => new SearchHit(item, cosine!.Value),
            MemorySearchMode.Keyword => new SearchHit(item, keyword),
            _ => question.Score(item, cosine, keyword),
        };
    }

    /// <returns>As many cosines as texts; null where a text has no embedding, or was erased since it was read.</returns>
    private async Task<double?[]> CosinesAsync(ReadOnlyMemory<float> question, string[] texts, CancellationToken cancellationToken)
    {
        List<double?> cosines = new(texts.Length);
        foreach (string[] page in texts.Chunk(Page))
        {
            foreach (ReadOnlyMemory<float>? vector in await history.GetEmbeddingsAsync(page, cancellationToken).ConfigureAwait(false))
            {
                // Rounding can carry the product just beyond ±1, where no cosine is.
                cosines.Add(vector is { } known ? Math.Clamp(ExactDot.Of(question.Span, known.Span), -1f, 1f) : null);
            }
        }

        return [.. cosines];
    }
}
