namespace Mem0Sharp;

/// <summary>Compares memories that are drawn at random by the embeddings that the history keeps. Thread-safe.</summary>
/// <remarks>The draw is seeded: the same memories give the same figures.</remarks>
internal sealed class CosineSample(IHistoryStore history, TextEmbedder embedder)
{
    /// <summary>The most memories that are drawn, whose vectors are held at once.</summary>
    public const int MostMemories = 2_000;

    /// <summary>The most pairs that are compared.</summary>
    public const int MostPairs = 10_000;

    private const int Page = 500;
    private const int Seed = 17;

    /// <summary>Measures the memories of a scope, or of the whole history.</summary>
    /// <returns>Null where there are not two texts with an embedding.</returns>
    public async Task<MeasuredCosines?> MeasureAsync(MemoryScope? scope, CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // Seeded, always by the same number.
        Random random = new(Seed);
#pragma warning restore RS0030
        string[] texts = [.. (await DrawAsync(scope, random, cancellationToken).ConfigureAwait(false)).Distinct(StringComparer.Ordinal)];
        List<ReadOnlyMemory<float>> vectors = new(texts.Length);
        foreach (string[] page in texts.Chunk(Page))
        {
            foreach (ReadOnlyMemory<float>? vector in await history.GetEmbeddingsAsync(page, cancellationToken).ConfigureAwait(false))
            {
                if (vector is { } known)
                {
                    vectors.Add(known);
                }
            }
        }

        return vectors.Count < 2 ? null : Describe(vectors.Count, CosinesOf(vectors, random));
    }

    /// <summary>Draws texts of memories, each memory as likely as any other, in one pass over all of them.</summary>
    private async Task<List<string>> DrawAsync(MemoryScope? scope, Random random, CancellationToken cancellationToken)
    {
        List<string> drawn = [];
        long seen = 0;
        long? before = null;
        IReadOnlyList<MemoryHead> page;
        do
        {
            HistoryListQuery query = new() { Scope = scope, Before = before, Limit = Page };
            page = await history.ListAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (MemoryHead head in page)
            {
                seen++;
                if (drawn.Count < MostMemories)
                {
                    drawn.Add(head.Item.Text);
                }
                else if (random.NextInt64(seen) is < MostMemories and long place)
                {
                    drawn[(int)place] = head.Item.Text;
                }
            }

            before = page.Count == 0 ? null : page[^1].FirstSequence;
        }
        while (page.Count == Page);

        return drawn;
    }

    /// <summary>Compares every pair or, where there are more than <see cref="MostPairs"/>, that many that are drawn.</summary>
    private static double[] CosinesOf(List<ReadOnlyMemory<float>> vectors, Random random)
    {
        int count = vectors.Count;
        if (count * (count - 1L) / 2 > MostPairs)
        {
            double[] some = new double[MostPairs];
            for (int i = 0; i < some.Length; i++)
            {
                int first = random.Next(count);
                some[i] = KeywordCandidates.Cosine(vectors[first], vectors[(first + 1 + random.Next(count - 1)) % count]);
            }

            return some;
        }

        return [.. Enumerable.Range(0, count).SelectMany(
            first => Enumerable.Range(first + 1, count - first - 1), (first, second) => KeywordCandidates.Cosine(vectors[first], vectors[second]))];
    }

    private MeasuredCosines Describe(int memories, double[] cosines)
    {
        Array.Sort(cosines);
        return new MeasuredCosines
        {
            EmbeddingModel = embedder.Model,
            Memories = memories,
            Pairs = cosines.Length,
            Mean = cosines.Average(),
            Percentile5 = Percentile(5),
            Median = Percentile(50),
            Percentile95 = Percentile(95),
            Percentile99 = Percentile(99),
        };

        double Percentile(int percent) => cosines[(((cosines.Length * percent) + 99) / 100) - 1];
    }
}
