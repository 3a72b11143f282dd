using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

public sealed class BatchUpdateTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task BatchUpdateAsync_OfAThousand_EmbedsInOneCallAndCommitsOnce()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 1_000);
        int calls = fixture.Embeddings.CallCount;
        int texts = fixture.Embeddings.TextCount;

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select((item, i) => new MemoryUpdate(item.Id, $"new text {i}")), cancellationToken: Token);

        (fixture.Embeddings.CallCount - calls).Should().Be(1);
        (fixture.Embeddings.TextCount - texts).Should().Be(1_000);
        result.UpdatedCount.Should().Be(1_000);
        result.Select(item => item.Item!.Text).Should().Equal(Enumerable.Range(0, 1_000).Select(i => $"new text {i}"));
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(2_000L);
    }

    [Fact]
    public async Task BatchUpdateAsync_WithBadItems_SaysEachOutcomeAndAppliesTheRest()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 3);
        MemoryItem frozen = await fixture.StoreAsync("frozen", options: new MemoryAddOptions { IsImmutable = true });
        int texts = fixture.Embeddings.TextCount;

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            [
                new MemoryUpdate(items[0].Id, "changed"),
                new MemoryUpdate("unknown", "never embedded"),
                new MemoryUpdate(items[1].Id, "never embedded either") { ExpectedVersion = 7 },
                new MemoryUpdate(frozen.Id, "nor this"),
                new MemoryUpdate(items[2].Id, items[2].Text),
            ],
            cancellationToken: Token);

        result.Select(item => item.Outcome).Should().Equal(
            UpdateOutcome.Updated, UpdateOutcome.Failed, UpdateOutcome.Failed, UpdateOutcome.Failed, UpdateOutcome.Unchanged);
        result.Select(item => item.Error?.GetType()).Should().Equal(
            null, typeof(MemoryNotFoundException), typeof(MemoryConflictException), typeof(ImmutableMemoryException), null);
        result.Select(item => item.Id).Should().Equal(items[0].Id, "unknown", items[1].Id, frozen.Id, items[2].Id);
        (fixture.Embeddings.TextCount - texts).Should().Be(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task BatchUpdateAsync_OfNoneOrTooMany_IsRefused(int count)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        Func<Task> update = () => fixture.Memory.BatchUpdateAsync(
            Enumerable.Range(0, count).Select(i => new MemoryUpdate($"id{i}", "text")), cancellationToken: Token);

        (await update.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("updates");
        fixture.Embeddings.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task BatchUpdateAsync_WithTheSameIdTwice_IsRefusedWhole()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 2);

        Func<Task> update = () => fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(items[0].Id, "a"), new MemoryUpdate(items[1].Id, "b"), new MemoryUpdate(items[0].Id, "c")], cancellationToken: Token);

        await update.Should().ThrowAsync<MemoryValidationException>();
        (await fixture.Memory.GetAsync(items.Select(item => item.Id), Token)).Should().OnlyContain(item => item!.Version == 1);
    }

    [Fact]
    public async Task BatchUpdateAsync_OfMetadataAlone_MakesNoEmbeddingCall()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 50);
        int calls = fixture.Embeddings.CallCount;

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select(item => new MemoryUpdate(item.Id, new MemoryPatch { Metadata = new JsonObject { ["k"] = 1 } })), cancellationToken: Token);

        result.UpdatedCount.Should().Be(50);
        fixture.Embeddings.CallCount.Should().Be(calls);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothing_WhenAllCanBe_ChangesAll()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 5);

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(
            items.Select(item => new MemoryUpdate(item.Id, "changed " + item.Text)),
            new BatchUpdateOptions { AllOrNothing = true, Reason = "rename" },
            Token);

        result.UpdatedCount.Should().Be(5);
        (await fixture.HistoryAsync(items[0].Id))[1].Reason.Should().Be("rename");
    }

    [Theory]
    [InlineData("unknown", null)]
    [InlineData(null, 7)]
    public async Task BatchUpdateAsync_AllOrNothing_WhenOneCannotBe_ChangesNothingAndPaysForNothing(string? id, int? expectedVersion)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 5);
        int calls = fixture.Embeddings.CallCount;
        List<MemoryUpdate> updates = [.. items.Select(item => new MemoryUpdate(item.Id, "changed " + item.Text))];
        updates[2] = new MemoryUpdate(id ?? items[2].Id, "never") { ExpectedVersion = expectedVersion };

        BatchUpdateResult result = await fixture.Memory.BatchUpdateAsync(updates, new BatchUpdateOptions { AllOrNothing = true }, Token);

        result.Select(item => item.Outcome).Should().Equal(
            UpdateOutcome.NotApplied, UpdateOutcome.NotApplied, UpdateOutcome.Failed, UpdateOutcome.NotApplied, UpdateOutcome.NotApplied);
        result[2].Error.Should().NotBeNull();
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.GetAsync(items.Select(item => item.Id), Token)).Should().Equal(items);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(5L);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothing_WhenOneBecomesImpossibleBeforeTheCommit_ChangesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 3);
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory other = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        await other.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.DeleteAsync(items[1].Id, cancellationToken: Token);

        BatchUpdateResult result = await other.BatchUpdateAsync(
            items.Select(item => new MemoryUpdate(item.Id, "changed " + item.Text)), new BatchUpdateOptions { AllOrNothing = true }, Token);

        result.Select(item => item.Outcome).Should().Equal(UpdateOutcome.NotApplied, UpdateOutcome.Failed, UpdateOutcome.NotApplied);
        result[1].Error.Should().BeOfType<MemoryNotFoundException>();
        (await fixture.Memory.GetAsync(items[0].Id, Token)).Should().Be(items[0]);
        (await fixture.Memory.SearchAsync("changed text 0", MemoryFixture.Alice, cancellationToken: Token))
            .Should().OnlyContain(hit => hit.Item.Version == 1);
    }

    [Fact]
    public async Task BatchUpdateAsync_AllOrNothing_WhenATextChangesBeforeTheCommit_StillChangesAll()
    {
        // One update seemed to keep its text, so it was given no vector; the whole unit goes round again.
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 2);
        await using InterruptedHistory history = new(fixture.OpenHistory());
        await using Memory other = new MemoryBuilder().UseHistory(history).UseEmbeddings(fixture.Embeddings).Build();
        await other.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(items[0].Id, "meanwhile", cancellationToken: Token);

        BatchUpdateResult result = await other.BatchUpdateAsync(
            [new MemoryUpdate(items[0].Id, items[0].Text), new MemoryUpdate(items[1].Id, "changed")],
            new BatchUpdateOptions { AllOrNothing = true },
            Token);

        result.Select(item => (item.Outcome, item.Item!.Text, item.Item.Version)).Should().Equal(
            (UpdateOutcome.Updated, items[0].Text, 3), (UpdateOutcome.Updated, "changed", 2));
    }

    [Fact]
    public async Task BatchDeleteAsync_DeletesWhatItCanAndSaysTheRest()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        List<MemoryItem> items = await StoreManyAsync(fixture, 3);

        BatchDeleteResult result = await fixture.Memory.BatchDeleteAsync([items[0].Id, "unknown", items[2].Id], cancellationToken: Token);

        result.Select(item => item.IsDeleted).Should().Equal(true, false, true);
        result[1].Error.Should().BeOfType<MemoryNotFoundException>();
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token)).Should().Equal(items[1]);
    }

    [Fact]
    public async Task DeleteAllAsync_DeletesTheScopeBeyondOnePageAndNothingElse()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await StoreManyAsync(fixture, 1_205);
        await fixture.StoreAsync("hidden", options: new MemoryAddOptions { ExpiresAt = fixture.Time.GetUtcNow().AddDays(-1) });
        MemoryItem bobs = await fixture.StoreAsync("bob's", MemoryFixture.Bob);

        int deleted = await fixture.Memory.DeleteAllAsync(MemoryFixture.Alice, cancellationToken: Token);

        deleted.Should().Be(1_206);
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, new MemoryListOptions { IncludeExpired = true }, Token)).Should().Be(0);
        (await fixture.Memory.SearchAsync("text", MemoryFixture.Alice, cancellationToken: Token)).Should().BeEmpty();
        (await fixture.Memory.GetAsync(bobs.Id, Token)).Should().NotBeNull();
        (await fixture.Memory.DeleteAllAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(0);
    }

    private static async Task<List<MemoryItem>> StoreManyAsync(MemoryFixture fixture, int count)
    {
        List<MemoryItem> items = [];
        foreach (int[] part in Enumerable.Range(0, count).Chunk(MemoryLimits.Messages))
        {
            MemoryAddResult result = await fixture.Memory.AddAsync(
                part.Select(i => new Microsoft.Extensions.AI.ChatMessage(Microsoft.Extensions.AI.ChatRole.User, $"text {i}")),
                MemoryFixture.Alice,
                new MemoryAddOptions { Mode = MemoryAddMode.Verbatim },
                Token);
            items.AddRange(result.Items);
        }

        return items;
    }
}
