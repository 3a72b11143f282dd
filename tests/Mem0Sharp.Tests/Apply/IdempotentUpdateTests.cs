using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Apply;

/// <summary>An update with a key happens once; who makes it again is told what it did.</summary>
public sealed class IdempotentUpdateTests
{
    private static readonly MemoryUpdateOptions Keyed = new() { IdempotencyKey = "key-1", ChangedBy = "carol", Reason = "asked" };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task UpdateAsync_WithAKeyAgain_DoesNothingAndReturnsTheSame_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryPatch patch = FullPatch(fixture);
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, patch, Keyed, Token);
        FileRows before = FileRows.Of(fixture);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, FullPatch(fixture), Keyed, Token);

        first.Should().BeEquivalentTo(new { Outcome = UpdateOutcome.Updated, Item = new { Text = "likes coffee", Version = 2 } });
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_WithoutAKeyAgain_IsACallOfItsOwn()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", cancellationToken: Token);

        again.Item.Should().BeEquivalentTo(new { Text = "likes coffee", Version = 4 });
    }

    [Fact]
    public async Task UpdateAsync_WithAKeyAgainAfterLaterChanges_ReturnsTheVersionItMade_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", Keyed, Token);
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", Keyed, Token);

        SameResult.ShouldBe(again, first);
        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeNull("it stays deleted");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateAsync_WithAKeyAgainElsewhere_IsKnownFromTheFile_B9(bool fromAnother)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", Keyed, Token);
        if (!fromAnother)
        {
            await fixture.ReopenAsync();
        }

        FileRows before = FileRows.Of(fixture);
        Memory memory = fromAnother ? fixture.OpenOther() : fixture.Memory;

        MemoryUpdateResult again = await memory.UpdateAsync(item.Id, "likes coffee", Keyed, Token);

        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_WithAKeyAndNothingToChange_IsRememberedAsThat_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, "likes tea", Keyed, Token);
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, "likes tea", Keyed, Token);

        first.Outcome.Should().Be(UpdateOutcome.Unchanged);
        SameResult.ShouldBe(again, first);
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("likes water");
    }

    [Fact]
    public async Task UpdateAsync_WithAKeyThatWasSkipped_StaysSkippedWhenTheConditionHoldsLater_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryUpdateOptions options = new() { IdempotencyKey = "key-1", When = current => current.Version == 2 };
        int calls = fixture.Embeddings.CallCount;
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);
        fixture.Embeddings.CallCount.Should().Be(calls, "what is skipped is not paid for");
        await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);

        first.Outcome.Should().Be(UpdateOutcome.Skipped);
        SameResult.ShouldBe(again, first);
        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be("likes water");
    }

    [Fact]
    public async Task UpdateAsync_WithAKeyWhoseConditionComesToHoldBeforeTheCommit_EmbedsAfterAllAndHappensOnce_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        MemoryUpdateOptions options = new() { IdempotencyKey = "key-1", When = current => current.Version == 2 };

        MemoryUpdateResult first = await late.UpdateAsync(item.Id, "likes coffee", options, Token);
        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);

        (first.Outcome, first.Item.Text, first.Item.Version).Should().Be((UpdateOutcome.Updated, "likes coffee", 3));
        SameResult.ShouldBe(again, first);
        FileVectors.ShouldFit(fixture);
    }

    [Theory]
    [InlineData(ConflictPolicy.NewestWins)]
    [InlineData(ConflictPolicy.Merge)]
    [InlineData(ConflictPolicy.KeepBoth)]
    public async Task UpdateAsync_WithAKeyThatArrivesLateAgain_ReturnsTheSame_B9(ConflictPolicy policy)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Tags = TagsPatch.Add("drink") }, cancellationToken: Token);
        MemoryUpdateOptions options = new() { IdempotencyKey = "key-1", ExpectedVersion = 1, OnConflict = policy };
        MemoryPatch patch = new() { Text = "likes coffee", Timestamp = item.UpdatedAt };
        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(item.Id, patch, options, Token);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        FileRows before = FileRows.Of(fixture);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(item.Id, patch, options, Token);

        first.Outcome.Should().Be(policy switch
        {
            ConflictPolicy.NewestWins => UpdateOutcome.Superseded,
            ConflictPolicy.Merge => UpdateOutcome.Updated,
            _ => UpdateOutcome.KeptBoth,
        });
        SameResult.ShouldBe(again, first);
        FileRows.Of(fixture).Should().Be(before);
    }

    public static TheoryData<string, MemoryPatch, MemoryUpdateOptions> OtherContent => new()
    {
        { "text", MemoryPatch.ForText("likes water"), new() },
        { "more parts", new MemoryPatch { Text = "likes coffee", Tags = TagsPatch.Add("a") }, new() },
        { "metadata", new MemoryPatch { Text = "likes coffee", Metadata = new JsonObject { ["k"] = 1 } }, new() },
        { "metadata replaced", new MemoryPatch { Text = "likes coffee", Metadata = MetadataPatch.Replace([]) }, new() },
        { "expiry", new MemoryPatch { Text = "likes coffee", ExpiresAt = InstantPatch.Clear }, new() },
        { "valid from", new MemoryPatch { Text = "likes coffee", ValidFrom = InstantPatch.Clear }, new() },
        { "valid to", new MemoryPatch { Text = "likes coffee", ValidTo = InstantPatch.Clear }, new() },
        { "timestamp", new MemoryPatch { Text = "likes coffee", Timestamp = 0L }, new() },
        { "immutable", new MemoryPatch { Text = "likes coffee", IsImmutable = true }, new() },
        { "embedding", new MemoryPatch { Text = "likes coffee", Embedding = new Embedding<float>(new float[] { 1 }) { ModelId = "deterministic" } }, new() },
        { "version", MemoryPatch.ForText("likes coffee"), new() { ExpectedVersion = 1 } },
        { "policy", MemoryPatch.ForText("likes coffee"), new() { OnConflict = ConflictPolicy.Merge } },
    };

    [Theory]
    [MemberData(nameof(OtherContent))]
    public async Task UpdateAsync_WithAKeyOfAnotherContent_IsRefusedAndWritesNothing_B9(string name, MemoryPatch patch, MemoryUpdateOptions options)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.Memory.UpdateAsync(item.Id, "likes coffee", Keyed, Token);
        FileRows before = FileRows.Of(fixture);
        MemoryUpdateOptions keyed = new()
        {
            IdempotencyKey = "key-1",
            ExpectedVersion = options.ExpectedVersion,
            OnConflict = options.OnConflict,
        };

        Func<Task> other = () => fixture.Memory.UpdateAsync(item.Id, patch, keyed, Token);

        (await other.Should().ThrowAsync<IdempotencyKeyException>(name)).Which.Suggestion.Should().NotBeNullOrEmpty();
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_WithTheKeyOfAnotherMemorysCall_IsIndependent_B9()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem one = await fixture.StoreAsync("likes tea");
        MemoryItem other = await fixture.StoreAsync("likes tea", MemoryFixture.Bob);

        MemoryUpdateResult first = await fixture.Memory.UpdateAsync(one.Id, "likes coffee", Keyed, Token);
        MemoryUpdateResult second = await fixture.Memory.UpdateAsync(other.Id, "likes water", Keyed, Token);

        (first.Item.Id, first.Item.Text).Should().Be((one.Id, "likes coffee"));
        (second.Item.Id, second.Item.Text).Should().Be((other.Id, "likes water"));
    }

    [Theory]
    [InlineData("conflict")]
    [InlineData("not found")]
    [InlineData("embedder down")]
    public async Task UpdateAsync_WithAKeyThatFailed_CanBeMadeAgain_B9(string failure)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("likes tea");
        MemoryUpdateOptions options = new() { IdempotencyKey = "key-1", ExpectedVersion = failure is "conflict" ? 2 : null };
        if (failure is "not found")
        {
            await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        }
        else if (failure is "embedder down")
        {
            fixture.Embeddings.FailNext(new HttpRequestException("down"));
        }

        Func<Task<MemoryUpdateResult>> update = () => fixture.Memory.UpdateAsync(item.Id, "likes coffee", options, Token);
        await update.Should().ThrowAsync<MemoryException>();
        fixture.Sql("SELECT count(*) FROM calls")[0][0].Should().Be(0L);
        if (failure is "conflict")
        {
            await fixture.Memory.UpdateAsync(item.Id, "likes water", cancellationToken: Token);
        }
        else if (failure is "not found")
        {
            await fixture.Memory.RestoreAsync(item.Id, 1, cancellationToken: Token);
        }

        MemoryUpdateResult result = await update();

        (result.Outcome, result.Item.Text).Should().Be((UpdateOutcome.Updated, "likes coffee"));
    }

    private static MemoryPatch FullPatch(MemoryFixture fixture) => new()
    {
        Text = "likes coffee",
        Metadata = new JsonObject { ["a"] = new JsonObject { ["b"] = null, ["c"] = 1.50 } },
        Tags = TagsPatch.Change(["x"], ["y"]),
        ExpiresAt = fixture.Time.GetUtcNow().AddYears(1),
        ValidTo = fixture.Time.GetUtcNow().AddYears(2),
        Timestamp = fixture.Time.GetUtcNow().AddDays(-1),
    };
}
