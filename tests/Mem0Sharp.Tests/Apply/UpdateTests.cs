using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

public sealed class UpdateTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_WhenTextChanges_EmbedsOnceAndIsFoundByTheNewText()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        int calls = fixture.Embeddings.CallCount;
        fixture.Time.Advance(TimeSpan.FromMinutes(1));

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, "prefers decaf", cancellationToken: Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        result.Item.Should().BeEquivalentTo(new
        {
            item.Id,
            Text = "prefers decaf",
            Version = 2,
            item.CreatedAt,
            UpdatedAt = fixture.Time.GetUtcNow(),
            item.Scope,
        });
        (fixture.Embeddings.CallCount - calls).Should().Be(1);
        (await fixture.Memory.SearchAsync("decaf", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Score.Should().BeGreaterThan(0.5);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Score.Should().BeLessThan(0.5);
    }

    [Fact]
    public async Task UpdateAsync_WhenOnlyMetadataChanges_KeepsVectorAndDoesNotEmbed()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync(
            "likes tea", options: new MemoryAddOptions { Metadata = new JsonObject { ["a"] = 1, ["b"] = "x" } });
        object?[] before = fixture.Sql("SELECT hash, vector FROM embeddings").Single();
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { ["b"] = null, ["c"] = true } }, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls);
        result.Item.Metadata.Equals(MemoryMetadata.From(new JsonObject { ["a"] = 1, ["c"] = true })).Should().BeTrue();
        result.Item.Text.Should().Be("likes tea");
        fixture.Sql("SELECT hash, vector FROM embeddings").Single().Should().BeEquivalentTo(before);
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, cancellationToken: Token))
            .Single().Item.Version.Should().Be(2, "search sees the update");
    }

    [Fact]
    public async Task UpdateAsync_AfterAReopen_MetadataStillNeedsNoEmbedding()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Tags = TagsPatch.Add("drink") }, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.GetAsync(item.Id, Token))!.Tags.Should().Equal("drink");
    }

    [Fact]
    public async Task UpdateAsync_WhenTextAndMetadataChange_MakesOneVersion()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "likes coffee", Metadata = new JsonObject { ["k"] = 1 } }, cancellationToken: Token);

        List<HistoryEntry> history = await fixture.HistoryAsync(item.Id);
        history.Select(entry => (entry.Version, entry.Event)).Should().Equal((1, MemoryEvent.Add), (2, MemoryEvent.Update));
        history[1].Item.Metadata.Should().ContainKey("k");
    }

    [Theory]
    [InlineData("likes tea", null)]
    [InlineData(null, "a")]
    [InlineData("likes tea", "a")]
    public async Task UpdateAsync_WhenNothingChanges_MakesNoVersionNoRowAndNoEmbedding(string? text, string? tag)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea", options: new MemoryAddOptions { Tags = ["a"] });
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = text, Tags = tag is null ? null : TagsPatch.Add(tag) }, cancellationToken: Token);

        result.Outcome.Should().Be(UpdateOutcome.Unchanged);
        result.Item.Should().Be(item);
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.HistoryAsync(item.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task UpdateAsync_OfAMissingId_CostsNoEmbedding()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        int calls = fixture.Embeddings.CallCount;

        foreach (string id in new[] { "unknown", item.Id })
        {
            Func<Task> update = () => fixture.Memory.UpdateAsync(id, "new text", cancellationToken: Token);
            (await update.Should().ThrowAsync<MemoryNotFoundException>()).Which.MemoryId.Should().Be(id);
        }

        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task UpdateAsync_WithAStaleExpectedVersion_ThrowsWithBothVersionsAndWritesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("v1");
        await fixture.Memory.UpdateAsync(item.Id, "v2", new MemoryUpdateOptions { ExpectedVersion = 1 }, Token);
        int calls = fixture.Embeddings.CallCount;

        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, "v3", new MemoryUpdateOptions { ExpectedVersion = 1 }, Token);

        MemoryConflictException conflict = (await update.Should().ThrowAsync<MemoryConflictException>()).Which;
        (conflict.ExpectedVersion, conflict.ActualVersion).Should().Be((1, 2));
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("v2");
        fixture.Embeddings.CallCount.Should().Be(calls, "a write that must fail is not paid for");
    }

    [Fact]
    public async Task UpdateAsync_OfAnImmutableMemory_IsRefusedAndDeleteIsNot()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("blood type 0", options: new MemoryAddOptions { IsImmutable = true });

        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, "blood type A", cancellationToken: Token);

        await update.Should().ThrowAsync<ImmutableMemoryException>();
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("blood type 0");
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task UpdateAsync_WithIdentityInTheMetadata_DoesNotMoveTheMemory()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { ["user_id"] = "bob" } }, cancellationToken: Token);

        result.Item.Scope.Should().Be(MemoryFixture.Alice);
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(0);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task UpdateAsync_ByManyWritersToDifferentKeys_LosesNone()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("counter");

        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { [$"k{i}"] = i } }, cancellationToken: Token))));

        MemoryItem last = (await fixture.Memory.GetAsync(item.Id, Token))!;
        last.Version.Should().Be(65);
        last.Metadata.Keys.Should().BeEquivalentTo(Enumerable.Range(0, 64).Select(i => $"k{i}"));
        (await fixture.HistoryAsync(item.Id)).Select(entry => entry.Version).Should().Equal(Enumerable.Range(1, 65));
    }

    [Fact]
    public async Task UpdateAsync_By32WritersWithOneExpectedVersion_LetsExactlyOneWin()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("contested");

        for (int round = 1; round <= 20; round++)
        {
            int expected = round;
            bool[] won = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
            {
                try
                {
                    await fixture.Memory.UpdateAsync(
                        item.Id,
                        new MemoryPatch { Metadata = new JsonObject { ["winner"] = $"{expected}/{i}" } },
                        new MemoryUpdateOptions { ExpectedVersion = expected },
                        Token);
                    return true;
                }
                catch (MemoryConflictException)
                {
                    return false;
                }
            })));
            won.Count(one => one).Should().Be(1);
        }
    }

    [Fact]
    public async Task UpdateAsync_WhenTheTextChangesBetweenLookAndCommit_EmbedsAndSetsTheText()
    {
        // The first update sees its own text in place and makes no vector; before it commits, another one changes the text.
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("tea");
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory other = new MemoryBuilder()
            .UseHistory(history).UseEmbeddings(fixture.Embeddings).UseTimeProvider(fixture.Time).Build();
        await other.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(item.Id, "coffee", cancellationToken: Token);

        MemoryUpdateResult result = await other.UpdateAsync(item.Id, "tea", cancellationToken: Token);

        result.Item.Should().BeEquivalentTo(new { Text = "tea", Version = 3 });
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Score.Should().BeApproximately(1, 1e-6);
    }

    [Fact]
    public async Task UpdateAsync_WhenTheEmbedderFails_LeavesTheOldRecordIntactAndSearchable()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));

        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);

        (await update.Should().ThrowAsync<MemoryNetworkException>()).Which.IsTransient.Should().BeTrue();
        (await fixture.Memory.SearchAsync("tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Item.Should().Be(item);
        (await fixture.HistoryAsync(item.Id)).Should().ContainSingle();
    }
}
