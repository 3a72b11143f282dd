namespace Mem0Sharp.Benchmarks;

/// <summary>The stages of a search, each alone on what the one before gives it, and whole searches beside them. Each run asks the next question.</summary>
internal sealed class SearchStages(StageMemory filled)
{
    /// <summary>How many are looked for by vector, and by words.</summary>
    public const int Depth = 100;

    /// <summary>The most memories that are looked back at: a look back compares all versions, and says the same of more.</summary>
    private const int MostLookedBackAt = 10_000;

    private const int Top = 10;
    private const double Diverse = 0.5;
    private const int ContextTokens = 1_000;

    /// <summary>Gets the bare scan, which the others are compared with.</summary>
    public Stage Baseline { get; } = Each(filled, "scan", question => filled.Scan.Search(question.Vector.Span, StagesCommand.BaselineTop).Length);

    /// <summary>Gets the stages, in the order of a search, then whole searches.</summary>
    public IReadOnlyList<Stage> All() =>
    [
        EachAsync("vector", async question => (await filled.Store.SearchAsync(filled.Bounds.Near(question.Vector, Depth))).Count),
        EachAsync("keyword", async question => (await filled.Store.SearchKeywordsAsync(filled.Bounds.Sharing(question.Text, Depth))).Count),
        EachAsync("vector_filtered", async question => (await filled.Store.SearchAsync(filled.OnePart.Near(question.Vector, Depth))).Count),
        EachAsync("keyword_filtered", async question => (await filled.Store.SearchKeywordsAsync(filled.OnePart.Sharing(question.Text, Depth))).Count),
        EachAsync("keyword_of_ids", async question =>
            (await filled.Store.SearchKeywordsAsync(filled.Bounds.Sharing(question.Text, Depth, question.NearIds))).Count),
        Each(filled, "fusion", Fuse),
        Each(filled, "ties", question => NearTies.Find(question.Text, question.Hits).Count),
        Each(filled, "diversity", Choose),
        Each(filled, "context", Assemble),
        Entities(),
        Search("search", new MemorySearchOptions()),
        Search("search_without_ties", new MemorySearchOptions { NewestAmongNearTies = false }),
        Search("search_filtered", new MemorySearchOptions { Filter = filled.OnePart.Filter }),
        Search("search_keywords", new MemorySearchOptions { Mode = MemorySearchMode.Keyword }),
        Search("search_vectors", new MemorySearchOptions { Mode = MemorySearchMode.Vector }),
        Search("search_diverse", new MemorySearchOptions { Diversity = Diverse }),
        EachAsync("search_context", async question => (await filled.Memory.GetContextAsync(question.Text, StageMemory.User)).Items.Count),
        .. filled.Texts.Count > MostLookedBackAt
            ? (IEnumerable<Stage>)[]
            : [Search("search_as_of", new MemorySearchOptions { AsOf = MemoryAsOf.Known(filled.FilledAt) })],
        EachAsync("related", async question => (await filled.Memory.GetRelatedAsync(question.RelatedTo, new MemoryRelatedOptions { Hops = 2 })).Count),
    ];

    private static Stage Each(StageMemory filled, string name, Func<StageQuestion, int> run)
    {
        int next = 0;
        return new Stage(name, () => ValueTask.FromResult(run(filled.Asked[next++ % filled.Asked.Count])));
    }

    private static int Assemble(StageQuestion question) => ContextAssembly.Of(
        question.Hits.Take(MemoryContextOptions.DefaultTop).Select(hit => hit.Item), ContextTokens, TokenEstimate.Of).Items.Count;

    private static int Choose(StageQuestion question) => Diversity.Select(
        [.. Enumerable.Range(0, question.Vectors.Count)],
        Top,
        Diverse,
        place => (question.Hits[place].Score, question.Vectors[place])).Count;

    /// <summary>Reads the question and scores what was found; what the memories name is known from the first time that they were found.</summary>
    private int Fuse(StageQuestion question)
    {
        HybridQuestion asked = new(question.Text, new MemorySearchOptions(), filled.FilledAt, unrelatedCosine: 0);
        int found = 0;
        foreach (SearchHit hit in question.Hits)
        {
            found += asked.Score(hit.Item, hit.Details!.Cosine, hit.Details.Keyword).Score > 0 ? 1 : 0;
        }

        return found;
    }

    private Stage Entities()
    {
        int next = 0;
        return new Stage("entities", () => ValueTask.FromResult(EntityRules.Find(filled.Texts[next++ % filled.Texts.Count], out _).Count));
    }

    private Stage EachAsync(string name, Func<StageQuestion, ValueTask<int>> run)
    {
        int next = 0;
        return new Stage(name, () => run(filled.Asked[next++ % filled.Asked.Count]));
    }

    private Stage Search(string name, MemorySearchOptions options) =>
        EachAsync(name, async question => (await filled.Memory.SearchAsync(question.Text, StageMemory.User, options)).Count);
}
