using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A late update that is kept beside what is known, and the list of those that wait for a decision.</summary>
public sealed class KeepBothTests
{
    private static readonly MemoryUpdateOptions KeepBoth = new()
    {
        ExpectedVersion = 1,
        OnConflict = ConflictPolicy.KeepBoth,
        ChangedBy = "carol",
        ChangedByRole = "editor",
        Reason = "late",
    };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_KeepBoth_ThatIsLate_BecomesAMemoryOfItsOwnAndLeavesTheKnownBitForBit()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem start = await StoreAsync(fixture);
        MemoryItem known = (await fixture.Memory.UpdateAsync(
            start.Id, new MemoryPatch { Text = "likes water", Tags = TagsPatch.Add("b") }, cancellationToken: Token)).Item;
        List<object?[]> row = fixture.Sql($"SELECT * FROM history WHERE memory_id = '{known.Id}' ORDER BY sequence");
        List<object?[]> head = fixture.Sql($"SELECT * FROM memories WHERE memory_id = '{known.Id}'");
        fixture.Time.Advance(TimeSpan.FromHours(1));
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            known.Id, new MemoryPatch { Text = "likes coffee", Metadata = new JsonObject { ["k"] = 2 } }, KeepBoth, Token);

        result.Outcome.Should().Be(UpdateOutcome.KeptBoth);
        MemoryItem kept = result.Item;
        kept.Id.Should().NotBe(known.Id);
        Guid.Parse(kept.Id).Version.Should().Be(7);
        History.FullMemory.ShouldBeSame(kept, start with
        {
            Id = kept.Id,
            Text = "likes coffee",
            Metadata = MemoryMetadata.From(new JsonObject { ["k"] = 2 }),
            ReviewOf = known.Id,
            CreatedAt = fixture.Time.GetUtcNow(),
            UpdatedAt = fixture.Time.GetUtcNow(),
            RecordedAt = fixture.Time.GetUtcNow(),
        });
        fixture.Sql($"SELECT * FROM history WHERE memory_id = '{known.Id}' ORDER BY sequence").Should().BeEquivalentTo(row, options => options.WithStrictOrdering());
        fixture.Sql($"SELECT * FROM memories WHERE memory_id = '{known.Id}'").Should().BeEquivalentTo(head);
        History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(known.Id, Token))!, known);
        (await fixture.HistoryAsync(kept.Id)).Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Event = MemoryEvent.Add,
            OldText = (string?)null,
            NewText = "likes coffee",
            ChangedBy = "carol",
            ChangedByRole = "editor",
            Reason = "late",
        });
        (fixture.Embeddings.CallCount - calls).Should().Be(1);
    }

    [Fact]
    public async Task SearchAsync_AfterKeepBoth_FindsBoth()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);

        MemorySearchResults hits = await fixture.Memory.SearchAsync("likes", MemoryFixture.Alice, MemoryFixture.ByVector, Token);
        await fixture.ReopenAsync();
        MemorySearchResults after = await fixture.Memory.SearchAsync("likes", MemoryFixture.Alice, MemoryFixture.ByVector, Token);

        hits.Select(hit => hit.Item.Id).Should().BeEquivalentTo(known.Id, kept.Id);
        after.Select(hit => hit.Item.Id).Should().BeEquivalentTo(known.Id, kept.Id);
    }

    [Fact]
    public async Task UpdateAsync_KeepBoth_OfMetadataAlone_MakesNoEmbeddingCallAndIsFoundByTheTextItWasMadeFor()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem start = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(start.Id, "likes water", cancellationToken: Token);
        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(
            start.Id, new MemoryPatch { Metadata = new JsonObject { ["k"] = 2 } }, KeepBoth, Token);

        (result.Outcome, result.Item.Text).Should().Be((UpdateOutcome.KeptBoth, start.Text));
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.SearchAsync(start.Text, MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Id.Should().Be(result.Item.Id);
    }

    [Fact]
    public async Task UpdateAsync_KeepBoth_ThatSaysWhatIsKnownByNow_ChangesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem start = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(start.Id, "likes coffee", cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(start.Id, "likes coffee", KeepBoth, Token);

        (result.Outcome, result.Item.Id, result.Item.Version).Should().Be((UpdateOutcome.Unchanged, start.Id, 2));
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_KeepBoth_WithATimestamp_HoldsFromThen()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem start = await StoreAsync(fixture);
        await fixture.Memory.UpdateAsync(start.Id, "likes water", cancellationToken: Token);
        DateTimeOffset then = fixture.Time.GetUtcNow().AddDays(-3);

        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            start.Id, new MemoryPatch { Text = "likes coffee", Timestamp = then }, KeepBoth, Token)).Item;

        kept.Should().BeEquivalentTo(new { ValidFrom = then, UpdatedAt = then, RecordedAt = fixture.Time.GetUtcNow(), CreatedAt = fixture.Time.GetUtcNow() });
    }

    [Fact]
    public async Task UpdateAsync_KeepBoth_OfAMemoryThatOthersLearned_IsFoundFromThereToo()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem start = await StoreAsync(fixture, MemoryScope.ForUser("alice", "coach"));
        fixture.Extracts("likes tea");
        fixture.Decides("""{"fact":0,"event":"NONE","candidate":0,"text":null,"old_text":null,"reason":null}""");
        await fixture.Memory.AddAsync("I like tea", MemoryScope.ForUser("alice", "chef"), cancellationToken: Token);

        MemoryItem kept = (await fixture.Memory.UpdateAsync(start.Id, "likes coffee", KeepBoth, Token)).Item;

        kept.LinkedAgentIds.Should().Equal("chef");
        (await ReviewsAsync(fixture, MemoryScope.ForAgent("chef"))).Should().ContainSingle();
    }

    [Fact]
    public async Task GetReviewsAsync_OfAScope_ListsItsOwnNewestFirstWithTheKnownAsItIsNow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem first) = await ConflictAsync(fixture);
        MemoryItem second = (await fixture.Memory.UpdateAsync(known.Id, "likes cocoa", KeepBoth, Token)).Item;
        (MemoryItem bobsKnown, MemoryItem bobs) = await ConflictAsync(fixture, MemoryFixture.Bob);
        MemoryItem now = (await fixture.Memory.UpdateAsync(known.Id, "likes milk", cancellationToken: Token)).Item;

        List<MemoryReview> alices = await ReviewsAsync(fixture, MemoryFixture.Alice);

        alices.Select(review => review.Kept.Id).Should().Equal(second.Id, first.Id);
        alices.Should().OnlyContain(review => review.Known!.Text == "likes milk" && review.Known.Version == now.Version);
        (await ReviewsAsync(fixture, MemoryFixture.Bob)).Select(review => (review.Kept.Id, review.Known!.Id)).Should().Equal((bobs.Id, bobsKnown.Id));
        (await ReviewsAsync(fixture, MemoryScope.ForUser("carol"))).Should().BeEmpty();
        alices[0].ToString().Should().NotContain("cocoa").And.Contain(second.Id).And.Contain(known.Id);
    }

    [Fact]
    public async Task GetReviewsAsync_OfManyAmongManyMore_ListsAllOfThem()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(
            builder => builder.Configure(options => options.Durability = HistoryDurability.Relaxed));
        (MemoryItem known, _) = await ConflictAsync(fixture);
        for (int i = 0; i < 250; i++)
        {
            await fixture.StoreAsync($"other {i}");
            await fixture.Memory.UpdateAsync(known.Id, $"likes {i}", KeepBoth, Token);
        }

        List<MemoryReview> reviews = await ReviewsAsync(fixture, MemoryFixture.Alice);

        reviews.Should().HaveCount(251).And.OnlyHaveUniqueItems(review => review.Kept.Id);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("deleted")]
    [InlineData("known deleted")]
    public async Task GetReviewsAsync_OfWhatIsNoLongerThere_SaysSo(string what)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        await (what switch
        {
            "expired" => fixture.Memory.UpdateAsync(kept.Id, new MemoryPatch { ExpiresAt = fixture.Time.GetUtcNow() }, cancellationToken: Token),
            "deleted" => fixture.Memory.DeleteAsync(kept.Id, cancellationToken: Token),
            _ => (Task)fixture.Memory.DeleteAsync(known.Id, cancellationToken: Token),
        });

        List<MemoryReview> reviews = await ReviewsAsync(fixture, MemoryFixture.Alice);

        reviews.Should().HaveCount(what is "deleted" ? 0 : 1);
        if (what is "known deleted")
        {
            reviews[0].Known.Should().BeNull();
        }
    }

    [Fact]
    public async Task UpdateAsync_OfWhatIsInReview_LeavesItInReview()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);

        MemoryItem changed = (await fixture.Memory.UpdateAsync(kept.Id, "likes espresso", cancellationToken: Token)).Item;
        await fixture.ReopenAsync();

        changed.ReviewOf.Should().Be(known.Id);
        (await ReviewsAsync(fixture, MemoryFixture.Alice)).Single().Kept.Text.Should().Be("likes espresso");
    }

    private static async Task<List<MemoryReview>> ReviewsAsync(MemoryFixture fixture, MemoryScope scope) =>
        await fixture.Memory.GetReviewsAsync(scope, Token).ToListAsync(Token);

    private static Task<MemoryItem> StoreAsync(MemoryFixture fixture, MemoryScope? scope = null) => fixture.StoreAsync(
        "likes tea", scope, new MemoryAddOptions { Metadata = new JsonObject { ["k"] = 1 }, Tags = ["a"] });

    private static async Task<(MemoryItem Known, MemoryItem Kept)> ConflictAsync(MemoryFixture fixture, MemoryScope? scope = null)
    {
        MemoryItem start = await StoreAsync(fixture, scope);
        MemoryItem known = (await fixture.Memory.UpdateAsync(start.Id, "likes water", cancellationToken: Token)).Item;
        return (known, (await fixture.Memory.UpdateAsync(start.Id, "likes coffee", KeepBoth, Token)).Item);
    }
}
