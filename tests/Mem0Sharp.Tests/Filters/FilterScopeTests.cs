namespace Mem0Sharp.Tests.Filters;

/// <summary>C4: whatever a filter says, what it finds is of the scope, and is what looking at each memory finds.</summary>
public sealed class FilterScopeTests
{
    private const int Seed = 20260403;
    private static readonly EmbeddingSpace Space = new("test", 4);

    private static readonly MemoryScope[] Scopes =
    [
        MemoryScope.ForUser("x"), MemoryScope.ForUser("y"), MemoryScope.ForAgent("x"), MemoryScope.ForRun("z"), MemoryScope.ForApp("y"),
        MemoryScope.ForUser("x", "y"), MemoryScope.ForUser("z", runId: "x"), MemoryScope.ForUser("nobody"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SearchAsync_100000RandomFilters_FindExactlyWhatMatchesInTheScope()
    {
        Random random = new(Seed);
        RandomFilters filters = new(random);
        MemoryItem[] items = [.. Enumerable.Range(0, 80).Select(n => filters.Item($"m{n}"))];
        await using InMemoryVectorStore store = new();
        await store.OpenAsync(Space, Token);
        await store.ApplyAsync([.. items.Select(item => new VectorChange.Upsert(item, new float[] { 1, 0, 0, 0 }))], new HistoryPosition(0, 1), Token);
        long found = 0;
        for (int n = 0; n < MemoryFixture.Share(100_000); n++)
        {
            MemoryFilter filter = filters.Next();
            MemoryScope scope = Scopes[n % Scopes.Length];

            IReadOnlyList<VectorMatch> matches = await store.SearchAsync(
                new VectorQuery { Vector = new float[] { 1, 0, 0, 0 }, Scope = scope, Top = 100, Filter = filter }, Token);

            HashSet<string> ids = [.. matches.Select(match => match.Item.Id)];
            if (!ids.SetEquals(items.Where(item => scope.Contains(item) && filter.Matches(item)).Select(item => item.Id)))
            {
                Assert.Fail($"run {n} of seed {Seed}, {scope}: {filter.ToJson()}");
            }

            found += ids.Count;
        }

        found.Should().BeGreaterThan(MemoryFixture.Share(100_000), "filters that find nothing prove nothing");
    }

    [Fact]
    public async Task Memory_RandomFilters_SearchListAndCountFindTheSame()
    {
        Random random = new(Seed + 1);
        RandomFilters filters = new(random);
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int n = 0; n < 60; n++)
        {
            MemoryItem like = filters.Item($"m{n}");
            MemoryAddOptions options = new()
            {
                Metadata = like.Metadata.ToJsonObject(),
                Tags = like.Tags,
                Type = like.Type,
                ExpiresAt = like.ExpiresAt?.AddYears(10),
                ValidFrom = like.ValidFrom,
            };
            await fixture.StoreAsync($"tea {n}", like.Scope, options);
        }

        foreach (MemoryScope scope in Scopes)
        {
            List<MemoryItem> all = await fixture.Memory.GetAllAsync(scope, cancellationToken: Token).ToListAsync(Token);
            all.Where(item => !scope.Contains(item)).Should().BeEmpty();
            for (int n = 0; n < MemoryFixture.Share(300); n++)
            {
                MemoryFilter filter = filters.Next();
                string what = $"run {n} of seed {Seed + 1}, {scope}: {filter.ToJson()}";
                string[] expected = [.. all.Where(filter.Matches).Select(item => item.Id)];
                MemoryListOptions options = new() { Filter = filter, PageSize = 1 + (n % 7) };

                (await fixture.Memory.GetAllAsync(scope, options, Token).Select(item => item.Id).ToListAsync(Token)).Should().Equal(expected, what);
                (await fixture.Memory.CountAsync(scope, options, Token)).Should().Be(expected.Length, what);
                MemorySearchResults hits = await fixture.Memory.SearchAsync("tea", scope, new MemorySearchOptions { Filter = filter, Top = 100 }, Token);
                hits.Select(hit => hit.Item.Id).Should().BeEquivalentTo(expected, what);
            }
        }
    }

    [Fact]
    public async Task ScopedMemory_FilterOfAnotherUser_FindsNothingOfTheirs()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem theirs = await fixture.StoreAsync("Bob likes tea", MemoryFixture.Bob);
        MemoryItem own = await fixture.StoreAsync("Alice likes tea");
        ScopedMemory memory = fixture.Memory.For(MemoryFixture.Alice);
        MemoryFilter everybody = MemoryField.UserId.Exists() | MemoryField.Id.EqualTo(theirs.Id) | !MemoryField.Version.EqualTo(99);

        (await memory.SearchAsync("tea", new MemorySearchOptions { Filter = everybody }, Token)).Select(hit => hit.Item.Id).Should().Equal(own.Id);
        (await memory.SearchAsync("tea", new MemorySearchOptions { Filter = MemoryField.UserId.EqualTo("bob") }, Token)).Should().BeEmpty();
        (await memory.GetAllAsync(new MemoryListOptions { Filter = everybody }, Token).CountAsync(Token)).Should().Be(1);
        (await memory.DeleteAllAsync(MemoryField.UserId.EqualTo("bob"), cancellationToken: Token)).Should().Be(0);
        (await memory.DeleteAllAsync(everybody, cancellationToken: Token)).Should().Be(1);
        (await fixture.Memory.GetAsync(theirs.Id, Token)).Should().NotBeNull();
    }
}
