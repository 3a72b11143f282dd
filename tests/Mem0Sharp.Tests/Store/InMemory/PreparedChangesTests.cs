namespace Mem0Sharp.Tests.Store.InMemory;

/// <summary>Changes of which others worked out what they could: they are applied as those of which nobody did.</summary>
public sealed class PreparedChangesTests
{
    private const int Seed = 20261128;
    private static readonly MemoryScope Alice = MemoryScope.ForUser("alice");
    private static readonly string[] Words = ["copper", "lanterns", "harbour", "user_name", "1,500", "meadow", "the", "été", "東京都", "🎻"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApplyAsync_PreparedChanges_AreFoundLikeOthersToTheBit()
    {
        Random random = new(Seed);
        VectorChange[] changes = [.. Enumerable.Range(0, 600).Select(n => n % 50 == 49
            ? (VectorChange)new VectorChange.Delete($"m{n - 40}", 2)
            : Upsert($"m{n}", string.Join(' ', random.GetItems(Words, random.Next(6))), n % 7 == 0 ? [] : [random.NextSingle() - 0.5f, random.NextSingle() + 0.1f]))];
        await using InMemoryVectorStore plain = await OpenAsync();
        await using InMemoryVectorStore prepared = await OpenAsync();
        foreach (VectorChange[] batch in changes.Chunk(100))
        {
            await plain.ApplyAsync(batch, new HistoryPosition(0, 1), Token);
            await prepared.ApplyAsync(prepared.Prepare(batch), new HistoryPosition(0, 1), Token);
        }

        foreach (string word in Words)
        {
            IReadOnlyList<VectorMatch> found = await SearchAsync(prepared, word);
            found.Should().Equal(await SearchAsync(plain, word), "{0}, seed {1}", word, Seed);
            (found.Count > 0).Should().Be(word is not "the");
        }

        VectorQuery query = new() { Vector = new float[] { 1, 2 }, Scope = Alice, Top = 1_000 };
        (await prepared.SearchAsync(query, Token)).Should().Equal(await plain.SearchAsync(query, Token));
    }

    [Fact]
    public async Task ApplyAsync_ATermThatWasForgottenSinceItWasFound_IsAddedAnew()
    {
        await using InMemoryVectorStore store = await OpenAsync();
        await store.ApplyAsync([Upsert("a", "copper lantern"), Upsert("b", "violin")], new HistoryPosition(0, 1), Token);
        PreparedChanges prepared = store.Prepare([Upsert("c", "copper violin")]);
        await store.ApplyAsync([new VectorChange.Delete("a", 2)], new HistoryPosition(0, 2), Token);
        await store.ApplyAsync([Upsert("d", "telescope meadow orchard")], new HistoryPosition(0, 3), Token);

        await store.ApplyAsync(prepared, new HistoryPosition(0, 4), Token);

        (await SearchAsync(store, "copper")).Select(match => match.Item.Id).Should().Equal("c");
        (await SearchAsync(store, "violin")).Select(match => match.Item.Id).Should().BeEquivalentTo("b", "c");
        (await SearchAsync(store, "telescope")).Select(match => match.Item.Id).Should().Equal("d");
    }

    [Fact]
    public async Task ApplyAsync_PreparedBeforeTheStoreWasClearedForAnotherModel_IsRefusedAndChangesNothing()
    {
        await using InMemoryVectorStore store = await OpenAsync();
        PreparedChanges prepared = store.Prepare([Upsert("a", "copper")]);
        await store.ClearAsync(Token);
        await store.OpenAsync(new EmbeddingSpace("other", 3), Token);

        Func<Task> applying = () => store.ApplyAsync(prepared, new HistoryPosition(0, 1), Token);

        await applying.Should().ThrowAsync<EmbeddingDimensionException>();
        (await store.CountAsync(Token)).Should().Be(0);
    }

    private static async Task<InMemoryVectorStore> OpenAsync()
    {
        InMemoryVectorStore store = new();
        await store.OpenAsync(new EmbeddingSpace("model", 2), Token);
        return store;
    }

    private static Task<IReadOnlyList<VectorMatch>> SearchAsync(InMemoryVectorStore store, string text) =>
        store.SearchKeywordsAsync(new KeywordQuery { Text = text, Scope = Alice, Top = 1_000 }, Token);

    private static VectorChange.Upsert Upsert(string id, string text, float[]? vector = null) =>
        new(new MemoryItem { Id = id, Text = text, Scope = Alice, Version = 1 }, vector ?? [1, 0]);
}
