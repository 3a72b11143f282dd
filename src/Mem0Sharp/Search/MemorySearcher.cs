namespace Mem0Sharp;

/// <summary>Finds memories near texts: embeds them in one call and asks the store. Thread-safe.</summary>
/// <remarks>
/// A search goes by what <see cref="MemorySearchMode"/> says, and near ties are settled last, on the list that is returned. Candidates for new
/// facts are looked for by vector and by keyword.
/// </remarks>
internal sealed class MemorySearcher(
    TextEmbedder embedder, Projection projection, IVectorStore store, IHistoryStore history, MemoryOptions settings, TimeProvider time)
{
    /// <summary>Gets the last change that a search which begins afterwards will see: it sees that, or more.</summary>
    public ValueTask<long> SequenceAsync(CancellationToken cancellationToken) => projection.SequenceAsync(cancellationToken);

    /// <summary>Finds the memories that answer questions, best first, and says by what it went: one embedding call for all of them.</summary>
    /// <returns>One outcome for each question.</returns>
    /// <remarks>
    /// Where embeddings may come later, one that cannot be made now leaves the words; and memories that have none yet are found by theirs, beside
    /// the others. The two scales have little in common: what is to be embedded is not for long, and better found than not.
    /// </remarks>
    public Task<SearchOutcome[]> SearchAsync(
        IReadOnlyList<string> texts, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken) =>
        projection.ReadAsync(() => FindAsync(texts, scope, options, cancellationToken), cancellationToken);

    /// <summary>
    /// Finds what new facts may concern: the memories nearest to each by their vectors and, beside them, half as many (rounded up) that
    /// are not among them and share its words.
    /// </summary>
    /// <returns>One list for each text, nearest first, at most 3/2 times what was asked for. All scores are cosines.</returns>
    /// <remarks>
    /// The cosine of one that was found by keyword alone comes from the embedding that the history keeps of its text: one read for all
    /// texts, and none when the vectors found them all. So it is the same with every store. Where there is no embedding, it is 0: nothing is
    /// known of how near the two are.
    /// </remarks>
    public Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> CandidatesAsync(
        IReadOnlyList<string> texts, MemoryScope scope, int nearest, CancellationToken cancellationToken) =>
        projection.ReadAsync(() => FindCandidatesAsync(texts, scope, nearest, cancellationToken), cancellationToken);

    /// <summary>Looks whether the store holds what the history says: as many memories, and the newest of them by their own vectors.</summary>
    /// <param name="latest">The newest version of each memory.</param>
    /// <param name="probes">Most memories to look for.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> MissingAsync(
        IEnumerable<HistoryEntry> latest, int probes, CancellationToken cancellationToken)
    {
        HistoryEntry[] live = [.. latest.Where(row => !row.IsDeleted).OrderByDescending(row => row.Sequence)];
        List<string> problems = [];
        long held = await store.CountAsync(cancellationToken).ConfigureAwait(false);
        if (held != live.Length)
        {
            problems.Add($"The vector store holds {held} memories; the history has {live.Length}.");
        }

        foreach (HistoryEntry row in live.Take(probes))
        {
            IReadOnlyList<ReadOnlyMemory<float>?> vectors =
                await history.GetEmbeddingsAsync([row.Item.Text], cancellationToken).ConfigureAwait(false);
            if (vectors[0] is not { } vector || !UnitVector.IsUnit(vector.Span))
            {
                // The history says so already, and no store could look for it.
                continue;
            }

            if (!await FindsAsync(row.Item, vector, cancellationToken).ConfigureAwait(false))
            {
                problems.Add($"Memory {row.MemoryId}: the vector store does not find version {row.Version} by its own vector.");
            }
        }

        return problems;
    }

    /// <summary>Counts what the store holds.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => store.CountAsync(cancellationToken);

    /// <summary>Looks whether the store finds a version of a memory by its own vector.</summary>
    /// <returns>True too where so many are like it that it may be among further ones.</returns>
    public async Task<bool> FindsAsync(MemoryItem item, ReadOnlyMemory<float> vector, CancellationToken cancellationToken)
    {
        IReadOnlyList<VectorMatch> found = await LikeAsync(item, vector, cancellationToken).ConfigureAwait(false);
        return found.Count == MemoryLimits.Top || found.Any(match => match.Item.Equals(item));
    }

    /// <summary>Looks whether the store still finds any version of a memory that was deleted.</summary>
    public async Task<bool> KeepsAsync(MemoryItem item, ReadOnlyMemory<float> vector, CancellationToken cancellationToken) =>
        (await LikeAsync(item, vector, cancellationToken).ConfigureAwait(false)).Any(match => string.Equals(match.Item.Id, item.Id, StringComparison.Ordinal));

    private Task<IReadOnlyList<VectorMatch>> LikeAsync(MemoryItem item, ReadOnlyMemory<float> vector, CancellationToken cancellationToken) =>
        store.SearchAsync(new VectorQuery { Vector = vector, Scope = item.Scope, Top = MemoryLimits.Top, MinScore = 0.999 }, cancellationToken);

    private async Task<SearchOutcome[]> FindAsync(
        IReadOnlyList<string> texts, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if (!projection.IsStoreOpen)
        {
            // Nothing was ever stored: there is nothing to compare a query with, so it is not paid for.
            return [.. texts.Select(_ => SearchOutcome.Nothing)];
        }

        SearchBounds bounds = Asked(scope, options);
        EmbeddedTexts? asked = options.Mode == MemorySearchMode.Keyword
            ? null
            : await embedder.EmbedQuestionsAsync(texts, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<IReadOnlyList<VectorMatch>> near = asked is null
            ? NothingFor(texts)
            : options.Mode == MemorySearchMode.Vector
                ? await ByVectorAsync(asked.Vectors, bounds, options.Depth, options.Threshold, cancellationToken).ConfigureAwait(false)
                : await ByVectorAsync(asked.Vectors, bounds, HybridSearch.DepthOf(options), threshold: null, cancellationToken).ConfigureAwait(false);
        SearchOutcome[] outcomes = new SearchOutcome[texts.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            SearchOutcome outcome = (options.Mode, asked) switch
            {
                (MemorySearchMode.Keyword, _) => await SharingAsync(texts[i], scope, options, options.Threshold, cancellationToken).ConfigureAwait(false),

                // By words what was to be found by vectors: the scores are on no scale of the threshold.
                (MemorySearchMode.Vector, null) => await SharingAsync(texts[i], scope, options, threshold: null, cancellationToken).ConfigureAwait(false),
                (MemorySearchMode.Vector, _) => await NearestAsync(texts[i], near[i], scope, options, cancellationToken).ConfigureAwait(false),
                _ => await FusedAsync(
                    new HybridQuestion(texts[i], options, time.GetUtcNow(), asked?.UnrelatedCosine ?? 0),
                    asked?.Vectors[i] ?? default,
                    near[i],
                    scope,
                    options,
                    cancellationToken).ConfigureAwait(false),
            };
            outcomes[i] = outcome with { EmbeddingModel = asked?.Model };
        }

        return outcomes;
    }

    /// <summary>Gets the bounds of a search that a caller asked for: it may be answered by a copy.</summary>
    private SearchBounds Asked(MemoryScope scope, MemorySearchOptions options) => SearchBounds.Of(scope, options, time) with { AllowsStale = true };

    private async Task<SearchOutcome> NearestAsync(
        string text, IReadOnlyList<VectorMatch> matches, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        SearchHit[] near = await FirstAsync(text, [.. matches.Select(SearchHit.Of)], options, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<VectorMatch> lacking = settings.EmbedsLater
            ? await WithoutVectorAsync(text, scope, options, cancellationToken).ConfigureAwait(false)
            : [];
        return lacking.Count == 0
            ? new SearchOutcome(near, SearchSignals.Vector)
            : new SearchOutcome(
                [.. near.Concat(lacking.Select(SearchHit.Of)).OrderByDescending(hit => hit.Score).Take(options.Top)],
                SearchSignals.Vector | SearchSignals.Keyword);
    }

    private async Task<SearchOutcome> FusedAsync(
        HybridQuestion question,
        ReadOnlyMemory<float> vector,
        IReadOnlyList<VectorMatch> near,
        MemoryScope scope,
        MemorySearchOptions options,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<SearchHit> hits = await new HybridSearch(store).FindAsync(
            question, vector, near, Asked(scope, options), options, cancellationToken).ConfigureAwait(false);
        return new SearchOutcome(
            await FirstAsync(question.Text, hits, options, cancellationToken).ConfigureAwait(false),
            vector.IsEmpty ? SearchSignals.Keyword : SearchSignals.Vector | SearchSignals.Keyword);
    }

    private async Task<SearchOutcome> SharingAsync(
        string text, MemoryScope scope, MemorySearchOptions options, double? threshold, CancellationToken cancellationToken)
    {
        KeywordQuery query = Asked(scope, options).Sharing(text, options.Depth);
        IReadOnlyList<VectorMatch> sharing = await store.SearchKeywordsAsync(query, cancellationToken).ConfigureAwait(false);
        SearchHit[] hits = [.. sharing.Where(match => !(match.Score < threshold)).Select(SearchHit.Of)];
        return new SearchOutcome(await FirstAsync(text, hits, options, cancellationToken).ConfigureAwait(false), SearchSignals.Keyword);
    }

    /// <summary>Takes the first of what was found, once near ties are settled.</summary>
    private async Task<SearchHit[]> FirstAsync(
        string text, IReadOnlyList<SearchHit> hits, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<SearchHit> settled = options.NewestAmongNearTies
            ? await SettleAsync(text, hits, cancellationToken).ConfigureAwait(false)
            : hits;
        return [.. settled.Take(options.Top)];
    }

    private async Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> FindCandidatesAsync(
        IReadOnlyList<string> texts, MemoryScope scope, int nearest, CancellationToken cancellationToken)
    {
        if (!projection.IsStoreOpen)
        {
            return NothingFor(texts);
        }

        // By score alone: which of them hold is what arbitration decides.
        MemorySearchOptions options = new() { Top = nearest, NewestAmongNearTies = false };
        SearchBounds bounds = SearchBounds.Of(scope, options, time);
        EmbeddedTexts? asked = await embedder.EmbedQuestionsAsync(texts, cancellationToken).ConfigureAwait(false);
        if (asked is null)
        {
            IReadOnlyList<IReadOnlyList<VectorMatch>> byWords = await ByKeywordAsync(texts, bounds, options.Top, cancellationToken).ConfigureAwait(false);
            return [.. byWords.Select(matches => matches.Select(match => match with { Score = 0 }).ToArray())];
        }

        IReadOnlyList<IReadOnlyList<VectorMatch>> near =
            await ByVectorAsync(asked.Vectors, bounds, options.Depth, options.Threshold, cancellationToken).ConfigureAwait(false);
        int further = (nearest + 1) / 2;
        IReadOnlyList<IReadOnlyList<VectorMatch>> sharing =
            await ByKeywordAsync(texts, bounds, nearest + further, cancellationToken).ConfigureAwait(false);
        MemoryItem[][] beside = [.. near.Select((matches, text) => KeywordCandidates.Beside(matches, sharing[text], further))];
        if (beside.All(items => items.Length == 0))
        {
            return near;
        }

        Dictionary<string, ReadOnlyMemory<float>?> known = await KnownVectorsAsync(
            [.. beside.SelectMany(items => items).Select(item => item.Text).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        return [.. near.Select((matches, text) => KeywordCandidates.NearestFirst(
            matches, beside[text].Select(item => new VectorMatch(item, KeywordCandidates.Cosine(asked.Vectors[text], known[item.Text])))))];
    }

    private static IReadOnlyList<IReadOnlyList<VectorMatch>> NothingFor(IReadOnlyList<string> texts) =>
        [.. texts.Select(_ => Array.Empty<VectorMatch>())];

    private async Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> ByVectorAsync(
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        SearchBounds bounds,
        int top,
        double? threshold,
        CancellationToken cancellationToken) => vectors.Count == 1
            ? [await store.SearchAsync(bounds.Near(vectors[0], top, threshold), cancellationToken).ConfigureAwait(false)]
            : await store.SearchManyAsync([.. vectors.Select(vector => bounds.Near(vector, top, threshold))], cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<IReadOnlyList<VectorMatch>>> ByKeywordAsync(
        IReadOnlyList<string> texts, SearchBounds bounds, int top, CancellationToken cancellationToken)
    {
        IReadOnlyList<VectorMatch>[] matches = new IReadOnlyList<VectorMatch>[texts.Count];
        for (int i = 0; i < matches.Length; i++)
        {
            matches[i] = await store.SearchKeywordsAsync(bounds.Sharing(texts[i], top), cancellationToken).ConfigureAwait(false);
        }

        return matches;
    }

    /// <summary>Finds memories that have no embedding yet by their words. Where all have one, that is all that is asked.</summary>
    private async Task<IReadOnlyList<VectorMatch>> WithoutVectorAsync(
        string text, MemoryScope scope, MemorySearchOptions options, CancellationToken cancellationToken)
    {
        if ((await history.GetUnembeddedAsync(limit: 1, cancellationToken).ConfigureAwait(false)).Count == 0)
        {
            return [];
        }

        IReadOnlyList<VectorMatch> matches = (await ByKeywordAsync([text], Asked(scope, options), options.Top, cancellationToken)
            .ConfigureAwait(false))[0];
        Dictionary<string, ReadOnlyMemory<float>?> known = await KnownVectorsAsync(
            [.. matches.Select(match => match.Item.Text).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        return [.. matches.Where(match => known[match.Item.Text] is null)];
    }

    private async Task<Dictionary<string, ReadOnlyMemory<float>?>> KnownVectorsAsync(string[] texts, CancellationToken cancellationToken)
    {
        IReadOnlyList<ReadOnlyMemory<float>?> vectors = await history.GetEmbeddingsAsync(texts, cancellationToken).ConfigureAwait(false);
        Dictionary<string, ReadOnlyMemory<float>?> known = new(texts.Length, StringComparer.Ordinal);
        for (int i = 0; i < texts.Length; i++)
        {
            known[texts[i]] = vectors[i];
        }

        return known;
    }

    /// <summary>Puts the newest first among those that nearly tie. Where none do, nothing is read.</summary>
    private async Task<IReadOnlyList<SearchHit>> SettleAsync(string text, IReadOnlyList<SearchHit> hits, CancellationToken cancellationToken)
    {
        IReadOnlyList<int[]> ties = NearTies.Find(text, hits);
        if (ties.Count == 0)
        {
            return hits;
        }

        // From the log: ids and times follow the clock, which may stand still or go back; the sequence does not.
        string[] tied = [.. ties.SelectMany(places => places).Select(place => hits[place].Item.Id)];
        IReadOnlyList<MemoryHead?> heads = await history.GetHeadsAsync(tied, cancellationToken).ConfigureAwait(false);
        Dictionary<string, long> sequences = new(tied.Length, StringComparer.Ordinal);
        for (int i = 0; i < tied.Length; i++)
        {
            // Null: the history was reset since the store was asked.
            sequences[tied[i]] = heads[i]?.TextSequence ?? 0;
        }

        return NearTies.NewestFirst(hits, ties, hit => sequences[hit.Item.Id]);
    }
}
