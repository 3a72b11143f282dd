namespace Mem0Sharp.Tests.Apply;

/// <summary>A vector store that is filled from the history: because somebody asks, or because what it held is gone.</summary>
public sealed class RebuildTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task RebuildAsync_OfAStoreThatLostMemories_FindsThemWithoutAnEmbeddingCall()
    {
        await using InMemoryVectorStore kept = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(kept, isOwned: false));
        MemoryItem tea = await fixture.StoreAsync("likes tea");
        MemoryItem gone = await fixture.StoreAsync("owns a boat");
        await fixture.Memory.DeleteAsync(gone.Id, cancellationToken: Token);
        await kept.ApplyAsync([new VectorChange.Delete(tea.Id, 9)], HistoryPosition.Start, Token);
        (await SearchAsync(fixture.Memory)).Should().BeEmpty();
        int calls = fixture.Embeddings.CallCount;
        Steps steps = [];

        await fixture.Memory.RebuildAsync(steps, Token);

        steps.Should().Equal(new RebuildProgress(3, 3));
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await SearchAsync(fixture.Memory)).Should().Equal("likes tea");
        (await fixture.HistoryAsync(gone.Id)).Should().HaveCount(2, "the history is not changed");
    }

    [Fact]
    public async Task RebuildAsync_OfAnEmptyMemory_DoesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await fixture.Memory.RebuildAsync(cancellationToken: Token);

        await fixture.StoreAsync("likes tea");
        (await SearchAsync(fixture.Memory)).Should().Equal("likes tea");
    }

    [Fact]
    public async Task RebuildAsync_WhileOthersSearchAndWrite_NeitherShowsHalfNorFails()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        for (int n = 0; n < 20; n++)
        {
            await fixture.StoreAsync($"memory {n}");
        }

        MemoryItem item = await fixture.StoreAsync("changes");
        using CancellationTokenSource done = new();
        Task[] others =
        [
            Task.Run(
                async () =>
                {
                    while (!done.IsCancellationRequested)
                    {
                        (await SearchAsync(fixture.Memory)).Should().HaveCount(21);
                    }
                },
                Token),
            Task.Run(
                async () =>
                {
                    for (int n = 0; !done.IsCancellationRequested; n++)
                    {
                        await fixture.Memory.UpdateAsync(item.Id, $"changes {n}", cancellationToken: Token);
                    }
                },
                Token),
        ];
        for (int n = 0; n < 30; n++)
        {
            await fixture.Memory.RebuildAsync(cancellationToken: Token);
        }

        await done.CancelAsync();
        await Task.WhenAll(others);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task RebuildAsync_WhenTheStoreFailsInBetween_IsMadeGoodBeforeTheNextRead()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        await fixture.StoreAsync("likes tea");
        store.Failure = new MemoryStoreException("down");

        Func<Task> rebuild = () => fixture.Memory.RebuildAsync(cancellationToken: Token);

        await rebuild.Should().ThrowAsync<MemoryStoreException>();
        Func<Task> search = () => SearchAsync(fixture.Memory);
        await search.Should().ThrowAsync<MemoryStoreException>("a search of a store that is half filled would be wrong");
        store.Failure = null;
        (await SearchAsync(fixture.Memory)).Should().Equal("likes tea");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_ThatSaysThatWhatItHeldIsGone_IsFilledAgain(bool isNoticedByAWrite)
    {
        await using LosingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.StoreAsync("owns a boat");
        await store.LoseAsync(Token);

        if (isNoticedByAWrite)
        {
            await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        }

        (await SearchAsync(fixture.Memory)).Should().BeEquivalentTo(isNoticedByAWrite ? "likes coffee" : "likes tea", "owns a boat");
        store.Opened.Should().Be(2);
    }

    [Fact]
    public async Task Store_ThatLosesAllItHoldsTimeAndAgain_IsAnErrorAndNoLoop()
    {
        await using LosingVectorStore store = new() { LosesAlways = true };
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store));
        Func<Task> add = () => fixture.StoreAsync("likes tea");
        (await add.Should().ThrowAsync<MemoryStoreException>()).Which.IsCommitted.Should().BeTrue();

        Func<Task> search = () => SearchAsync(fixture.Memory);

        (await search.Should().ThrowAsync<MemoryStoreException>()).Which.IsStoreLost.Should().BeTrue();
        store.LosesAlways = false;
        (await SearchAsync(fixture.Memory)).Should().Equal("likes tea");
    }

    [Fact]
    public async Task AddAsync_OfANewHistoryOverAStoreOfAnother_FindsNothingOfThat()
    {
        await using InMemoryVectorStore shared = new();
        await using (MemoryFixture old = MemoryFixture.ByRules(builder => builder.UseVectorStore(shared, isOwned: false)))
        {
            await old.StoreAsync("of another history");
        }

        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(shared, isOwned: false));
        await fixture.StoreAsync("likes tea");

        (await SearchAsync(fixture.Memory)).Should().Equal("likes tea");
    }

    private static async Task<string[]> SearchAsync(Memory memory) =>
        [.. (await memory.SearchAsync("anything", MemoryFixture.Alice, new MemorySearchOptions { Mode = MemorySearchMode.Vector, Top = 100 }, Token)).Select(hit => hit.Item.Text)];

    /// <summary>Keeps what it is told, at once.</summary>
    private sealed class Steps : List<RebuildProgress>, IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => Add(value);
    }
}
