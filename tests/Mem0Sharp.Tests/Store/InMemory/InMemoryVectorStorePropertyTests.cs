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
            Text = $"text {version}",
            Scope = Scope(random, 3),
            LinkedAgentIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"agent{random.Next(3)}")],
            LinkedRunIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"run{random.Next(3)}")],
            Version = version,
            ExpiresAt = random.Next(3) == 0 ? Instant(random) : null,
        };
        return new VectorChange.Upsert(item, Vector(random));
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
