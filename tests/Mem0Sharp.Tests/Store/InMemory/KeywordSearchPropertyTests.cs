namespace Mem0Sharp.Tests.Store.InMemory;

public sealed class KeywordSearchPropertyTests
{
    private static readonly string[] Vocabulary =
    [
        "tea", "coffee", "walks", "walking", "dog", "Paris", "violin", "lantern", "copper", "user_id", "getUserName", "2026-11-25", "京都", "🍕", "the",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20261125)]
    public async Task SearchKeywordsAsync_AfterRandomChanges_FindsWhatRecomputingFinds(int seed)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        Random random = new(seed);
        NaiveKeywordStore oracle = new();
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("random", 2), token);
        int found = 0;
        for (int round = 0; round < 200; round++)
        {
            VectorChange[] batch = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => Change(random))];
            await store.ApplyAsync(batch, new HistoryPosition(0, round + 1), token);
            Array.ForEach(batch, oracle.Apply);

            KeywordQuery query = Query(random);
            List<VectorMatch> expected = oracle.Search(query);
            IReadOnlyList<VectorMatch> actual = await store.SearchKeywordsAsync(query, token);
            actual.Select(match => match.Item).Should().Equal(expected.Select(match => match.Item), "of seed {0}, round {1}", seed, round);
            actual.Zip(expected).Should().NotContain(
                pair => Math.Abs(pair.First.Score - pair.Second.Score) >= 1e-12, "of seed {0}, round {1}", seed, round);
            actual.Should().NotContain(match => match.Score <= 0 || match.Score >= 1, "of seed {0}, round {1}", seed, round);
            found += actual.Count;
        }

        found.Should().BePositive("searches that find nothing prove nothing");
    }

    private static VectorChange Change(Random random)
    {
        string id = $"m{random.Next(500)}";
        int version = random.Next(1, 12);
        return random.Next(4) == 0
            ? new VectorChange.Delete(id, version)
            : new VectorChange.Upsert(
                new MemoryItem
                {
                    Id = id,
                    Text = Text(random, 9),
                    Scope = Scope(random, 3),
                    LinkedAgentIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"agent{random.Next(3)}")],
                    LinkedRunIds = [.. Enumerable.Range(0, random.Next(3)).Select(_ => $"run{random.Next(3)}")],
                    Version = version,
                    Trust = (MemoryTrust)(random.Next(3) - 1),
                    ExpiresAt = random.Next(3) == 0 ? Instant(random) : null,
                },
                random.Next(3) == 0 ? [] : new float[] { 1, 0 });
    }

    private static KeywordQuery Query(Random random) => new()
    {
        Text = Text(random, 5),
        Scope = Scope(random, 4),
        Top = random.Next(3) == 0 ? random.Next(1, 1001) : random.Next(1, 12),
        MinTrust = random.Next(3) == 0 ? (MemoryTrust)(random.Next(3) - 1) : null,
        ActiveAt = random.Next(2) == 0 ? Instant(random) : null,
    };

    // The words of the beginning are frequent, those of the end rare.
    private static string Text(Random random, int most) =>
        string.Join(' ', Enumerable.Range(0, random.Next(most)).Select(_ => Vocabulary[(int)(random.NextDouble() * random.NextDouble() * Vocabulary.Length)]));

    private static MemoryScope Scope(Random random, int ids)
    {
        int kinds = random.Next(1, 16);
        return MemoryScope.Create(
            (kinds & 1) != 0 ? $"user{random.Next(ids)}" : null,
            (kinds & 2) != 0 ? $"agent{random.Next(ids)}" : null,
            (kinds & 4) != 0 ? $"run{random.Next(ids)}" : null,
            (kinds & 8) != 0 ? $"app{random.Next(ids)}" : null);
    }

    private static DateTimeOffset Instant(Random random) =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(10));
}
