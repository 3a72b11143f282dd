namespace Mem0Sharp.Tests.Search;

public sealed class SearchTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SearchAsync_ByDefault_GoesByWordsAndVectorsBestFirstAndSaysSo()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("plays the violin");
        MemoryItem tea = await fixture.StoreAsync("likes green tea");

        MemorySearchResults results = await fixture.Memory.SearchAsync("green tea", MemoryFixture.Alice, cancellationToken: Token);
        MemorySearchResults hybrid = await fixture.Memory.SearchAsync(
            "green tea", MemoryFixture.Alice, new MemorySearchOptions { Mode = MemorySearchMode.Hybrid }, Token);

        results.Should().HaveCount(2);
        results[0].Item.Should().Be(tea);
        results.Select(hit => hit.Score).Should().BeInDescendingOrder().And.OnlyContain(score => score >= 0 && score <= 1);
        results.Signals.Should().Be(SearchSignals.Vector | SearchSignals.Keyword);
        results.EmbeddingModel.Should().Be("deterministic");
        results.Should().Equal(hybrid);
        default(MemorySearchMode).Should().Be(MemorySearchMode.Hybrid, "what is not set is the default");
    }

    [Fact]
    public async Task SearchAsync_ByVectors_FindsTheNearestFirstWithItsCosine()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        fixture.Embeddings.Map("green tea", [1, .. new float[63]]).Map("the opposite", [-1, .. new float[63]]).Map("near", [0.8f, 0.6f, .. new float[62]]);
        await fixture.StoreAsync("the opposite");
        await fixture.StoreAsync("near");

        MemorySearchResults results = await fixture.Memory.SearchAsync("green tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token);

        results.Select(hit => (hit.Item.Text, Math.Round(hit.Score, 6))).Should().Equal(("near", 0.8), ("the opposite", -1));
        results.Signals.Should().Be(SearchSignals.Vector);
        results.EmbeddingModel.Should().Be("deterministic");
    }

    [Fact]
    public async Task SearchAsync_FindsOnlyWhatTheScopeNames()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem mine = await fixture.StoreAsync("tea", MemoryScope.ForUser("alice", "agent", "run-1", "app"));
        await fixture.StoreAsync("tea", MemoryScope.ForUser("bob", "agent", "run-2", "app"));

        foreach (MemoryScope scope in new[]
        {
            MemoryFixture.Alice,
            MemoryScope.ForRun("run-1"),
            MemoryScope.ForUser("alice", "agent"),
            MemoryScope.ForAgent("agent", "run-1", "app"),
        })
        {
            (await fixture.Memory.SearchAsync("tea", scope, cancellationToken: Token)).Select(hit => hit.Item).Should().Equal(mine);
        }

        (await fixture.Memory.SearchAsync("tea", MemoryScope.ForApp("app"), cancellationToken: Token)).Should().HaveCount(2);
        (await fixture.Memory.SearchAsync("tea", MemoryScope.ForUser("alice", runId: "run-2"), cancellationToken: Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task SearchAsync_OfAnEmptyMemory_IsEmptyAndCostsNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemorySearchResults results = await fixture.Memory.SearchAsync("anything", MemoryFixture.Alice, cancellationToken: Token);

        results.Should().BeEmpty();
        (results.Signals, results.EmbeddingModel).Should().Be((SearchSignals.None, null));
        fixture.Embeddings.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task SearchAsync_WithTopAndThreshold_ReturnsNoMoreThanThey_Allow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        foreach (string text in new[] { "tea", "green tea", "black tea with milk", "boats" })
        {
            await fixture.StoreAsync(text);
        }

        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Top = 2 }, Token)).Should().HaveCount(2);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Mode = MemorySearchMode.Vector, Threshold = 0.99 }, Token))
            .Should().ContainSingle("of cosines, 1 is the same text").Which.Item.Text.Should().Be("tea");
        MemorySearchResults all = await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token);
        all.Should().HaveCount(4);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Threshold = all[0].Score }, Token))
            .Should().ContainSingle("the limit is on the scale of the scores").Which.Should().Be(all[0]);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { Threshold = all[2].Score }, Token))
            .Should().Equal(all.Take(3));
    }

    [Fact]
    public async Task SearchAsync_HidesWhatHasExpiredUnlessAsked()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("tea", options: new MemoryAddOptions { ExpiresAt = fixture.Time.GetUtcNow().AddHours(1) });
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token)).Should().ContainSingle();

        fixture.Time.Advance(TimeSpan.FromHours(1));

        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token)).Should().BeEmpty();
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token)).Should().BeEmpty();
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(0);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, new MemorySearchOptions { IncludeExpired = true }, Token))
            .Should().ContainSingle();
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { IncludeExpired = true }, Token).ToListAsync(Token))
            .Should().Equal(item);
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().Be(item);
    }

    [Fact]
    public async Task GetAllAsync_StreamsAllPagesNewestFirst()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> stored = [];
        for (int i = 0; i < 7; i++)
        {
            stored.Add(await fixture.StoreAsync($"number {i}"));
        }

        await fixture.StoreAsync("bob's", MemoryFixture.Bob);
        await fixture.Memory.UpdateAsync(stored[0].Id, "number zero", cancellationToken: Token);

        List<MemoryItem> all = await fixture.Memory
            .GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { PageSize = 3 }, Token).ToListAsync(Token);

        all.Select(item => item.Id).Should().Equal(stored.AsEnumerable().Reverse().Select(item => item.Id));
        all[^1].Text.Should().Be("number zero");
    }

    [Fact]
    public async Task GetAllAsync_WhileMemoriesComeAndGo_GivesEachAtMostOnceAndNoneThatWasThereIsMissed()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> stored = [];
        for (int i = 0; i < 6; i++)
        {
            stored.Add(await fixture.StoreAsync($"number {i}"));
        }

        List<string> seen = [];
        await foreach (MemoryItem item in fixture.Memory.GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { PageSize = 2 }, Token))
        {
            seen.Add(item.Id);
            if (seen.Count == 1)
            {
                await fixture.StoreAsync("newer");
                await fixture.Memory.DeleteAsync(stored[5].Id, cancellationToken: Token);
                await fixture.Memory.UpdateAsync(stored[1].Id, "changed", cancellationToken: Token);
            }
        }

        seen.Should().Equal(stored.AsEnumerable().Reverse().Select(item => item.Id));
    }

    [Fact]
    public async Task GetAsync_OfSeveral_KeepsTheirOrderAndGivesNullForTheMissing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await fixture.StoreAsync("first");
        MemoryItem second = await fixture.StoreAsync("second");
        MemoryItem deleted = await fixture.StoreAsync("deleted");
        await fixture.Memory.DeleteAsync(deleted.Id, cancellationToken: Token);

        (await fixture.Memory.GetAsync([second.Id, "unknown", deleted.Id, first.Id], Token)).Should().Equal(second, null, null, first);
    }

    [Fact]
    public async Task HistoryAsync_TellsAMemorysLifeInOrderAlsoAfterItsDelete()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("one");
        MemoryItem other = await fixture.StoreAsync("other");
        await fixture.Memory.UpdateAsync(item.Id, "two", new MemoryUpdateOptions { Reason = "typo" }, Token);
        fixture.Time.SetUtcNow(fixture.Time.GetUtcNow().AddHours(-1));
        await fixture.Memory.DeleteAsync(item.Id, new MemoryDeleteOptions { Reason = "asked to" }, Token);

        List<HistoryEntry> history = await fixture.HistoryAsync(item.Id);

        history.Select(entry => (entry.Version, entry.Event, entry.OldText, entry.NewText, entry.Reason, entry.IsDeleted)).Should().Equal(
            (1, MemoryEvent.Add, null, "one", null, false),
            (2, MemoryEvent.Update, "one", "two", "typo", false),
            (3, MemoryEvent.Delete, "two", null, "asked to", true));
        history.Select(entry => entry.Sequence).Should().BeInAscendingOrder("the clock went back, the sequence does not");
        (await fixture.Memory.HistoryAsync([item.Id, other.Id], Token).Select(entry => entry.Sequence).ToListAsync(Token))
            .Should().Equal(1, 2, 3, 4);
        (await fixture.HistoryAsync("unknown")).Should().BeEmpty();
    }
}
