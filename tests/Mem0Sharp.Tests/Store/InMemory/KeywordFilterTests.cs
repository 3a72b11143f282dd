namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>A filter of a keyword search leads by an index to the few that match, and finds what a look at each memory finds.</summary>
public sealed class KeywordFilterTests
{
    private const int Memories = 4_000;
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly MemoryScope OfAgent = MemoryScope.ForUser("alice", "a1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(20261127)]
    public async Task SearchKeywordsAsync_WithFiltersInAScopeOfThousands_FindsWhatALookAtEachFinds(int seed)
    {
        Random random = new(seed);
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("none", 1), Token);
        await store.ApplyAsync([.. Enumerable.Range(0, Memories).Select(n => Upsert(random, n, version: 1))], new HistoryPosition(0, 1), Token);
        MemoryFilter[] filters =
        [
            MemoryField.Tags.EqualTo("t7"),
            MemoryField.Tags.In(["t1", "t2", "t50"]),
            MemoryField.Tags.EqualTo("t3") & MemoryField.Version.AtLeast(2),
            MemoryField.Version.AtLeast(3),
            !MemoryField.Tags.EqualTo("t9"),
            MemoryField.Tags.EqualTo("none"),
        ];
        int found = 0;
        for (int round = 0; round < 6; round++)
        {
            foreach (MemoryFilter filter in filters)
            {
                string text = $"copper word{random.Next(40)} word{random.Next(40)}";
                foreach (MemoryScope scope in (MemoryScope[])[Alice, MemoryScope.ForAgent("a1"), OfAgent])
                {
                    // All that an agent has of a user are fewer than a search returns at most.
                    IReadOnlyList<VectorMatch> few = await store.SearchKeywordsAsync(Query(text, OfAgent, MemoryLimits.Top), Token);
                    IReadOnlyList<VectorMatch> top = await store.SearchKeywordsAsync(Query(text, scope, 10, filter), Token);
                    IReadOnlyList<VectorMatch> all = await store.SearchKeywordsAsync(Query(text, scope, MemoryLimits.Top, filter), Token);

                    top.Should().Equal(all.Take(10), "of seed {0}, round {1}", seed, round);
                    top.Should().NotContain(match => !filter.Matches(match.Item));
                    if (scope.Equals(OfAgent))
                    {
                        all.Should().Equal(few.Where(match => filter.Matches(match.Item)), "of seed {0}, round {1}", seed, round);
                    }

                    found += top.Count;
                }
            }

            // Descriptions change, memories go, others come back.
            VectorChange[] changes =
            [
                .. Enumerable.Range(0, 300).Select(_ => random.Next(Memories)).Distinct()
                    .Select(n => random.Next(4) == 0 ? (VectorChange)new VectorChange.Delete($"m{n}", round + 2) : Upsert(random, n, round + 2)),
            ];
            await store.ApplyAsync(changes, new HistoryPosition(0, round + 2), Token);
        }

        found.Should().BeGreaterThan(300, "searches that find nothing prove nothing");
    }

    [Fact]
    public async Task SearchKeywordsAsync_WithAFilterThatFewMatch_LooksAtFew()
    {
        int reads = 0;
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("none", 1), Token);
        await store.ApplyAsync(
            [
                .. Enumerable.Range(0, Memories).Select(n => new VectorChange.Upsert(
                    new MemoryItem { Id = $"m{n}", Text = "copper", Scope = Alice, Tags = new ObservedList(() => reads++, $"t{n % 100}") }, default)),
            ],
            new HistoryPosition(0, 1),
            Token);
        KeywordQuery query = Query("copper", Alice, MemoryLimits.Top, MemoryField.Tags.EqualTo("t7"));
        (await store.SearchKeywordsAsync(query, Token)).Should().HaveCount(Memories / 100);
        reads = 0;

        (await store.SearchKeywordsAsync(query, Token)).Should().HaveCount(Memories / 100);

        reads.Should().BeLessThan(Memories / 10, "all have the word, and one in a hundred the tag");
    }

    private static KeywordQuery Query(string text, MemoryScope scope, int top, MemoryFilter? filter = null) =>
        new() { Text = text, Scope = scope, Top = top, Filter = filter };

    private static VectorChange.Upsert Upsert(Random random, int n, int version) => new(
        new MemoryItem
        {
            Id = $"m{n}",
            Text = $"copper word{random.Next(40)} word{random.Next(40)} word{random.Next(40)}",
            Scope = MemoryScope.ForUser(n % 10 == 0 ? "bob" : "alice", $"a{n % 6}"),
            Tags = [$"t{random.Next(100)}"],
            Version = version,
        },
        default);
}
