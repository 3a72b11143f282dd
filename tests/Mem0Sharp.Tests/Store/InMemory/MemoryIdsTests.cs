namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>A search among given memories finds what a search among all finds of them, and looks at no others.</summary>
public sealed class MemoryIdsTests
{
    private const int Dimensions = 67;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(20261127)]
    public async Task SearchAsync_OfSomeMemories_FindsWhatIsFoundOfThemAmongAll_ToTheBit(int seed)
    {
        Random random = new(seed);
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("random", Dimensions), Token);
        await store.ApplyAsync(
            [.. Enumerable.Range(0, 3_000).Select(n => new VectorChange.Upsert(Item(n), n % 50 == 0 ? default : Vector(random)))], new HistoryPosition(0, 1), Token);
        await store.ApplyAsync([.. Enumerable.Range(0, 200).Select(n => new VectorChange.Delete($"m{n * 3}", 2))], new HistoryPosition(0, 2), Token);
        int found = 0;
        foreach (MemoryScope scope in (MemoryScope[])
            [MemoryScope.ForUser("u0"), MemoryScope.ForUser("u1", "a1"), MemoryScope.ForAgent("a2"), MemoryScope.ForRun("linked")])
        {
            VectorQuery[] queries =
            [
                .. Enumerable.Range(0, 20).Select(n => new VectorQuery
                {
                    Vector = Vector(random),
                    Scope = scope,
                    Top = n % 3 == 0 ? 5 : 500,
                    MinScore = n % 4 == 0 ? 0.01 : null,
                    Filter = n % 5 == 0 ? MemoryField.Tags.EqualTo("t1") : null,
                    MemoryIds = n % 7 == 0 ? null : [.. Enumerable.Range(0, 100).Select(_ => $"m{random.Next(3_100)}")],
                }),
            ];
            IReadOnlyList<IReadOnlyList<VectorMatch>> together = await store.SearchManyAsync(queries, Token);
            for (int n = 0; n < queries.Length; n++)
            {
                VectorQuery asked = queries[n];
                VectorQuery all = new() { Vector = asked.Vector, Scope = scope, Top = 1_000, MinScore = asked.MinScore, Filter = asked.Filter };
                VectorMatch[] expected =
                [
                    .. (await store.SearchAsync(all, Token))
                        .Where(match => asked.MemoryIds?.Contains(match.Item.Id, StringComparer.Ordinal) != false).Take(asked.Top),
                ];

                (await store.SearchAsync(asked, Token)).Should().Equal(expected, "of seed {0}, {1}, query {2}", seed, scope, n);
                together[n].Should().Equal(expected, "of seed {0}, {1}, query {2}, together", seed, scope, n);
                found += expected.Length;
            }
        }

        found.Should().BeGreaterThan(500, "searches that find nothing prove nothing");
    }

    [Fact]
    public async Task SearchAsync_OfTwoMemories_LooksAtNoOther()
    {
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("test", 2), Token);
        int reads = 0;
        ObservedList runs = new(() => reads++, "run");
        await store.ApplyAsync(
            [.. Enumerable.Range(0, 500).Select(n => new VectorChange.Upsert(Item(n) with { LinkedRunIds = runs }, new float[] { 1, n }))],
            new HistoryPosition(0, 1),
            Token);
        reads = 0;

        IReadOnlyList<VectorMatch> found = await store.SearchAsync(
            new VectorQuery { Vector = new float[] { 1, 0 }, Scope = MemoryScope.ForRun("run"), Top = 10, MemoryIds = ["m400", "m7"] }, Token);

        found.Select(match => match.Item.Id).Should().Equal("m7", "m400");
        reads.Should().BeLessThan(5, "500 memories are of the run, two were asked for");
    }

    private static MemoryItem Item(int n) => new()
    {
        Id = $"m{n}",
        Text = $"m{n}",
        Scope = MemoryScope.ForUser($"u{n % 3}", $"a{n % 5}"),
        LinkedRunIds = n % 4 == 0 ? ["linked"] : [],
        Tags = [$"t{n % 4}"],
        Version = 1,
    };

    private static float[] Vector(Random random) => [.. Enumerable.Range(0, Dimensions).Select(_ => (random.NextSingle() * 2) - 1)];
}
