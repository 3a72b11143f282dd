using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.Apply;

/// <summary>How a review ends: one of the two goes or both stay, or nothing happens and the error says why.</summary>
public sealed class SettleReviewTests
{
    private static readonly MemoryChangeOptions ByDora = new() { ChangedBy = "dora", ChangedByRole = "reviewer", Reason = "asked her" };

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task SettleReviewAsync_UseKnown_DeletesTheKeptOneAndNothingElse()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        int calls = fixture.Embeddings.CallCount;

        MemoryItem? holds = await fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseKnown, ByDora, Token);

        History.FullMemory.ShouldBeSame(holds!, known);
        History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(known.Id, Token))!, known);
        (await fixture.Memory.GetAsync(kept.Id, Token)).Should().BeNull();
        (await fixture.HistoryAsync(known.Id)).Should().HaveCount(2);
        (await fixture.HistoryAsync(kept.Id))[^1].Should().BeEquivalentTo(
            new { Event = MemoryEvent.Delete, ChangedBy = "dora", ChangedByRole = "reviewer", Reason = "asked her" });
        fixture.Embeddings.CallCount.Should().Be(calls);
        await ShouldBeNoneAsync(fixture);
    }

    [Fact]
    public async Task SettleReviewAsync_UseKept_GivesTheKnownItsContentAndDeletesIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.ReopenAsync();
        int calls = fixture.Embeddings.CallCount;

        MemoryItem? holds = await fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseKept, ByDora, Token);

        History.FullMemory.ShouldBeSame(holds!, known with
        {
            Text = kept.Text,
            Metadata = kept.Metadata,
            Tags = kept.Tags,
            ExpiresAt = kept.ExpiresAt,
            ValidFrom = kept.ValidFrom,
            ValidTo = kept.ValidTo,
            Source = kept.Source,
            Version = 3,
            UpdatedAt = fixture.Time.GetUtcNow(),
            RecordedAt = fixture.Time.GetUtcNow(),
        });
        (await fixture.Memory.GetAsync(kept.Id, Token)).Should().BeNull();
        (await fixture.HistoryAsync(known.Id))[^1].Should().BeEquivalentTo(
            new { Event = MemoryEvent.Update, ChangedBy = "dora", ChangedByRole = "reviewer", Reason = "asked her" });
        (await fixture.HistoryAsync(kept.Id))[^1].Should().BeEquivalentTo(
            new { Event = MemoryEvent.Delete, ChangedBy = "dora", ChangedByRole = "reviewer", Reason = "asked her" });
        fixture.Embeddings.CallCount.Should().Be(calls, "the vector of the kept text is in the file");
        (await fixture.Memory.SearchAsync(kept.Text, MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Id.Should().Be(known.Id);
        await ShouldBeNoneAsync(fixture);
    }

    [Fact]
    public async Task SettleReviewAsync_UseBoth_LeavesBothForThemselves()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        fixture.Time.Advance(TimeSpan.FromHours(1));

        MemoryItem? holds = await fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseBoth, ByDora, Token);

        History.FullMemory.ShouldBeSame(holds!, kept with
        {
            ReviewOf = null,
            Version = 2,
            UpdatedAt = fixture.Time.GetUtcNow(),
            RecordedAt = fixture.Time.GetUtcNow(),
        });
        History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(known.Id, Token))!, known);
        (await fixture.HistoryAsync(kept.Id))[^1].Should().BeEquivalentTo(
            new { Event = MemoryEvent.Update, ChangedBy = "dora", ChangedByRole = "reviewer", Reason = "asked her" });
        await fixture.ReopenAsync();
        await ShouldBeNoneAsync(fixture);
    }

    [Theory]
    [InlineData(ReviewDecision.UseKnown)]
    [InlineData(ReviewDecision.UseKept)]
    [InlineData(ReviewDecision.UseBoth)]
    public async Task SettleReviewAsync_WhenTheKnownWasDeletedMeanwhile_LeavesTheKeptOneUnlessTheKnownWasChosen(ReviewDecision decision)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        await fixture.Memory.DeleteAsync(known.Id, cancellationToken: Token);

        MemoryItem? holds = await fixture.Memory.SettleReviewAsync(kept.Id, decision, ByDora, Token);

        (await fixture.Memory.GetAsync(known.Id, Token)).Should().BeNull();
        MemoryItem? left = await fixture.Memory.GetAsync(kept.Id, Token);
        if (decision == ReviewDecision.UseKnown)
        {
            holds.Should().BeNull();
            left.Should().BeNull();
        }
        else
        {
            holds.Should().BeEquivalentTo(new { kept.Id, kept.Text, Version = 2, ReviewOf = (string?)null });
            left.Should().Be(holds);
        }

        await ShouldBeNoneAsync(fixture);
    }

    [Theory]
    [InlineData(ReviewDecision.UseKnown)]
    [InlineData(ReviewDecision.UseKept)]
    [InlineData(ReviewDecision.UseBoth)]
    public async Task SettleReviewAsync_WhenTheKeptOneChangesBeforeTheCommit_ConflictsAndDoesNothing(ReviewDecision decision)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (_, MemoryItem kept) = await ConflictAsync(fixture);

        MemoryConflictException error = await ConflictMeanwhileAsync(fixture, kept.Id, decision, kept.Id);

        (error.MemoryId, error.ExpectedVersion, error.ActualVersion).Should().Be((kept.Id, 1, 2));
    }

    [Fact]
    public async Task SettleReviewAsync_UseKept_WhenTheKnownChangesBeforeTheCommit_ConflictsAndDoesNothing()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);

        MemoryConflictException error = await ConflictMeanwhileAsync(fixture, kept.Id, ReviewDecision.UseKept, known.Id);

        (error.MemoryId, error.ExpectedVersion, error.ActualVersion).Should().Be((known.Id, 2, 3));
    }

    [Fact]
    public async Task SettleReviewAsync_UseKnown_WhenTheKnownChangesBeforeTheCommit_ReturnsItAsItIsNow()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        (Memory late, InterruptedHistory history) = await LateAsync(fixture);
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(known.Id, "likes milk", cancellationToken: Token);

        MemoryItem? holds = await late.SettleReviewAsync(kept.Id, ReviewDecision.UseKnown, cancellationToken: Token);

        holds.Should().BeEquivalentTo(new { known.Id, Text = "likes milk", Version = 3 });
    }

    [Theory]
    [InlineData(ReviewDecision.UseKnown)]
    [InlineData(ReviewDecision.UseKept)]
    [InlineData(ReviewDecision.UseBoth)]
    public async Task SettleReviewAsync_WhenTheKeptOneIsDeletedBeforeTheCommit_IsNotFoundAndDoesNothing(ReviewDecision decision)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        (Memory late, InterruptedHistory history) = await LateAsync(fixture);
        history.BeforeNextCommit = () => fixture.Memory.DeleteAsync(kept.Id, cancellationToken: Token);

        Func<Task> settle = () => late.SettleReviewAsync(kept.Id, decision, cancellationToken: Token);

        (await settle.Should().ThrowAsync<MemoryNotFoundException>()).Which.MemoryId.Should().Be(kept.Id);
        (await fixture.Memory.GetAsync(known.Id, Token)).Should().Be(known);
    }

    [Fact]
    public async Task SettleReviewAsync_OfAMemoryThatIsNotInReview_IsRefused()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem known, MemoryItem kept) = await ConflictAsync(fixture);
        await fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseBoth, cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        foreach (string id in new[] { known.Id, kept.Id })
        {
            Func<Task> settle = () => fixture.Memory.SettleReviewAsync(id, ReviewDecision.UseKept, cancellationToken: Token);
            (await settle.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("id");
        }

        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task SettleReviewAsync_OfAnUnknownOrDeletedId_IsNotFound()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (_, MemoryItem kept) = await ConflictAsync(fixture);
        await fixture.Memory.DeleteAsync(kept.Id, cancellationToken: Token);

        foreach (string id in new[] { "unknown", kept.Id })
        {
            Func<Task> settle = () => fixture.Memory.SettleReviewAsync(id, ReviewDecision.UseKnown, cancellationToken: Token);
            (await settle.Should().ThrowAsync<MemoryNotFoundException>()).Which.MemoryId.Should().Be(id);
        }
    }

    [Fact]
    public async Task SettleReviewAsync_WithADecisionThatIsNone_IsRefused()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (_, MemoryItem kept) = await ConflictAsync(fixture);
        FileRows before = FileRows.Of(fixture);

        Func<Task> settle = () => fixture.Memory.SettleReviewAsync(kept.Id, (ReviewDecision)7, cancellationToken: Token);

        (await settle.Should().ThrowAsync<MemoryValidationException>()).Which.Parameter.Should().Be("decision");
        FileRows.Of(fixture).Should().Be(before);
    }

    [Theory]
    [InlineData(ReviewDecision.UseKnown)]
    [InlineData(ReviewDecision.UseKept)]
    [InlineData(ReviewDecision.UseBoth)]
    public async Task SettleReviewAsync_BesideAnImmutableMemory_NeverChangesThat(ReviewDecision decision)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync("blood type 0", options: new MemoryAddOptions { IsImmutable = true });
        MemoryItem kept = await fixture.StoreAsync("blood type A");
        await using (IHistoryStore file = fixture.OpenHistory())
        {
            // No call of ours keeps anything beside an immutable memory; an import may bring such a pair.
            await file.CommitAsync(
                [
                    new HistoryWrite(kept.Id, head => new HistoryAppend
                    {
                        Event = MemoryEvent.Update, Item = head!.Item with { ReviewOf = known.Id, Version = 2 },
                    }),
                ],
                Token);
        }

        FileRows before = FileRows.Of(fixture);
        Func<Task> settle = () => fixture.Memory.SettleReviewAsync(kept.Id, decision, cancellationToken: Token);

        if (decision == ReviewDecision.UseKept)
        {
            (await settle.Should().ThrowAsync<ImmutableMemoryException>()).Which.MemoryId.Should().Be(known.Id);
            FileRows.Of(fixture).Should().Be(before);
        }
        else
        {
            await settle.Should().NotThrowAsync();
            (await fixture.Memory.GetAsync(known.Id, Token)).Should().Be(known);
        }
    }

    private static async Task<MemoryConflictException> ConflictMeanwhileAsync(
        MemoryFixture fixture, string id, ReviewDecision decision, string changed)
    {
        (Memory late, InterruptedHistory history) = await LateAsync(fixture);
        FileRows before = null!;
        history.BeforeNextCommit = async () =>
        {
            await fixture.Memory.UpdateAsync(changed, new MemoryPatch { Tags = TagsPatch.Add("meanwhile") }, cancellationToken: Token);
            before = FileRows.Of(fixture);
        };

        Func<Task> settle = () => late.SettleReviewAsync(id, decision, cancellationToken: Token);

        MemoryConflictException error = (await settle.Should().ThrowAsync<MemoryConflictException>()).Which;
        FileRows.Of(fixture).Should().Be(before);
        return error;
    }

    private static async Task<(Memory Late, InterruptedHistory History)> LateAsync(MemoryFixture fixture)
    {
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history));
        await late.OpenAsync(Token);
        return (late, history);
    }

    private static async Task ShouldBeNoneAsync(MemoryFixture fixture) =>
        (await fixture.Memory.GetReviewsAsync(MemoryFixture.Alice, Token).ToListAsync(Token)).Should().BeEmpty();

    private static async Task<(MemoryItem Known, MemoryItem Kept)> ConflictAsync(MemoryFixture fixture)
    {
        DateTimeOffset now = fixture.Time.GetUtcNow();
        MemoryItem start = await fixture.StoreAsync(
            "likes tea", options: new MemoryAddOptions { Metadata = new JsonObject { ["k"] = 1 }, Tags = ["a"], ValidFrom = now.AddDays(-1) });
        MemoryItem known = (await fixture.Memory.UpdateAsync(
            start.Id, new MemoryPatch { Text = "likes water", Tags = TagsPatch.Add("b"), ExpiresAt = now.AddDays(9) }, cancellationToken: Token)).Item;
        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            start.Id,
            new MemoryPatch
            {
                Text = "likes coffee",
                Metadata = new JsonObject { ["n"] = null, ["k"] = 2 },
                ValidFrom = InstantPatch.Clear,
                ValidTo = now.AddDays(5),
            },
            new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth },
            Token)).Item;
        return (known, kept);
    }
}
