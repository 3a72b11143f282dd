namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class InMemoryVectorStorePropertyTests
{
    private const int Dimensions = 24;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20260101)]
    public async Task SearchAsync_AfterRandomChanges_FindsWhatAFullSortFinds(int seed)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Random random = new(seed);
        NaiveVectorStore oracle = new();
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("random", Dimensions), token);
        int found = 0;
        for (int round = 0; round < 150; round++)
        {
            VectorChange[] batch = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => Change(random))];
            await store.ApplyAsync(batch, new HistoryPosition(0, round + 1), token);
            Array.ForEach(batch, oracle.Apply);
            (await store.CountAsync(token)).Should().Be(oracle.Count, "of seed {0}, round {1}", seed, round);

            VectorQuery query = Query(random);
            List<VectorMatch> expected = oracle.Search(query);
            IReadOnlyList<VectorMatch> actual = await store.SearchAsync(query, token);
            actual.Select(match => match.Item).Should().Equal(expected.Select(match => match.Item), "of seed {0}, round {1}", seed, round);
            actual.Zip(expected).Should().NotContain(
                pair => Math.Abs(pair.First.Score - pair.Second.Score) >= 1e-5, "of seed {0}, round {1}", seed, round);
            found += actual.Count;
        }

        found.Should().BePositive("searches that find nothing prove nothing");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(20260101, 2)]
    public async Task SearchManyAsync_ScopesOfThousands_FindsWhatWorkingOutAllScoresFinds_ToTheBit(int seed, int threads)
    {
        const int Long = 387;
        CancellationToken token = TestContext.Current.CancellationToken;
        Random random = new(seed);
        await using InMemoryVectorStore store = new(threads);
        await store.OpenAsync(new EmbeddingSpace("random", Long), token);

        // Near each other and equal ones among them: ties, and scores that differ in their last bits.
        float[][] middles = [.. Enumerable.Range(0, 20).Select(_ => Numbers(random, Long))];
        (MemoryItem Item, float[] Vector)[] all =
        [
            .. Enumerable.Range(0, 14_000).Select(n =>
            {
                float[] middle = middles[random.Next(middles.Length)];
                float spread = random.Next(4) switch { 0 => 0, 1 => 1e-6f, 2 => 0.05f, _ => 1 };
                float[] vector = [.. middle.Select(component => component + (spread * (random.NextSingle() - 0.5f)))];
                return (new MemoryItem { Id = $"m{n:00000}", Text = "text", Scope = MemoryScope.ForUser(n % 7 == 0 ? "bob" : "alice", n % 3 == 0 ? "agent" : null) }, vector);
            }),
        ];
        await store.ApplyAsync([.. all.Select(known => new VectorChange.Upsert(known.Item, known.Vector))], new HistoryPosition(0, 1), token);
        VectorQuery[] queries =
        [
            .. Enumerable.Range(0, 30).Select(n => new VectorQuery
            {
                Vector = n % 3 == 0 ? middles[random.Next(middles.Length)] : Numbers(random, Long),
                Scope = (n % 4) switch
                {
                    0 => MemoryScope.ForUser("alice", "agent"),
                    1 => MemoryScope.ForUser("bob"),
                    2 => MemoryScope.ForAgent("agent"),
                    _ => MemoryScope.ForUser("alice"),
                },
                Top = n % 5 == 0 ? 1 : random.Next(1, 400),
                MinScore = n % 6 == 0 ? 0.02 : null,
            }),
        ];

        IReadOnlyList<IReadOnlyList<VectorMatch>> together = await store.SearchManyAsync(queries, token);

        for (int n = 0; n < queries.Length; n++)
        {
            float[] asked = Unit(queries[n].Vector.Span);
            (string Id, double Score)[] expected =
            [
                .. all.Where(known => queries[n].Scope.Contains(known.Item))
                    .Select(known => (known.Item.Id, Score: (double)Math.Clamp(ExactDot.Of(asked, Unit(known.Vector)), -1f, 1f)))
                    .Where(match => !(match.Score < queries[n].MinScore))
                    .OrderByDescending(match => match.Score).ThenBy(match => match.Id, StringComparer.Ordinal)
                    .Take(queries[n].Top),
            ];
            together[n].Select(match => (match.Item.Id, match.Score)).Should().Equal(expected, "of seed {0}, query {1}, together", seed, n);
            (await store.SearchAsync(queries[n], token)).Select(match => (match.Item.Id, match.Score)).Should().Equal(expected, "of seed {0}, query {1}, alone", seed, n);
        }

        together.Sum(matches => matches.Count).Should().BeGreaterThan(1_000, "searches that find nothing prove nothing");
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static float[] Unit(ReadOnlySpan<float> vector)
    {
        float[] unit = new float[vector.Length];
        UnitVector.Write(vector, UnitVector.Length(vector, nameof(vector)), unit);
        return unit;
    }

    private static VectorChange Change(Random random)
    {
        string id = $"m{random.Next(700)}";
        int version = random.Next(1, 12);
        if (random.Next(4) == 0)
        {
            return new VectorChange.Delete(id, version);
        }

        MemoryItem item = new()
        {
            Id = id,
            Text = $"text {version / 6}",
            Scope = Scope(random, 3),
            LinkedAgentIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"agent{random.Next(3)}")],
            LinkedRunIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"run{random.Next(3)}")],
            Version = version,
            ExpiresAt = random.Next(3) == 0 ? Instant(random) : null,
        };
        return random.Next(3) == 0 ? new VectorChange.Describe(item) : new VectorChange.Upsert(item, Vector(random));
    }

    private static VectorQuery Query(Random random) => new()
    {
        Vector = Vector(random),
        Scope = Scope(random, 4),
        Top = random.Next(3) == 0 ? random.Next(1, 1001) : random.Next(1, 12),
        MinScore = random.Next(3) == 0 ? (random.NextDouble() * 0.4) - 0.2 : null,
        ActiveAt = random.Next(2) == 0 ? Instant(random) : null,
    };

    private static MemoryScope Scope(Random random, int ids)
    {
        int kinds = random.Next(1, 16);
        return MemoryScope.Create(
            (kinds & 1) != 0 ? $"user{random.Next(ids)}" : null,
            (kinds & 2) != 0 ? $"agent{random.Next(ids)}" : null,
            (kinds & 4) != 0 ? $"run{random.Next(ids)}" : null,
            (kinds & 8) != 0 ? $"app{random.Next(ids)}" : null);
    }

    private static float[] Vector(Random random) =>
        [.. Enumerable.Range(0, Dimensions).Select(_ => (random.NextSingle() * 2) - 1)];

    private static DateTimeOffset Instant(Random random) =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(10));
}
