using System.Text.Json.Nodes;
using Mem0Sharp.Tests.Keeping;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A patch that marks a memory immutable: for ever, whatever is done to it afterwards.</summary>
public sealed class ImmutablePatchTests
{
    private static readonly MemoryPatch Mark = new() { IsImmutable = true };
    private static readonly MemoryRestoreOptions Forced = new() { Force = true };

    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UpdateAsync_ThatOnlyMarks_MakesAVersionAndChangesAndEmbedsNothingElse(bool managed)
    {
        await using MemoryFixture fixture = Open(managed);
        MemoryItem item = await fixture.StoreAsync("blood type 0", options: new MemoryAddOptions { Tags = ["a"], Metadata = new JsonObject { ["k"] = 1 } });
        int calls = fixture.Embeddings.CallCount;
        fixture.Time.Advance(TimeSpan.FromHours(1));

        MemoryUpdateResult result = await fixture.Memory.UpdateAsync(item.Id, Mark, new MemoryUpdateOptions { ChangedBy = "ann", Reason = "checked" }, Token);

        DateTimeOffset now = fixture.Time.GetUtcNow();
        result.Outcome.Should().Be(UpdateOutcome.Updated);
        History.FullMemory.ShouldBeSame(result.Item, item with { IsImmutable = true, Version = 2, UpdatedAt = now, RecordedAt = now });
        History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(item.Id, Token))!, result.Item);
        fixture.Embeddings.CallCount.Should().Be(calls);
        (await fixture.Memory.SearchAsync("blood type 0", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Item.IsImmutable.Should().BeTrue();
        HistoryEntry row = (await fixture.HistoryAsync(item.Id))[^1];
        (row.Event, row.ChangedBy, row.Reason, row.Before!.IsImmutable, row.Item.IsImmutable).Should().Be((MemoryEvent.Update, "ann", "checked", false, true));
        (await fixture.Memory.GetAsync(item.Id, MemoryAsOf.Known(now.AddMinutes(-1)), Token))!.IsImmutable.Should().BeFalse("then it was not");
    }

    [Fact]
    public async Task UpdateAsync_ThatOnlyMarks_CopiesNoVector()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("blood type 0");
        object?[] before = fixture.Sql("SELECT * FROM embeddings").Single();

        await fixture.Memory.UpdateAsync(item.Id, Mark, cancellationToken: Token);

        fixture.Sql("SELECT * FROM embeddings").Should().ContainSingle().Which.Should().BeEquivalentTo(before);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task UpdateAsync_WithTextAndMark_DoesBothInOneVersion()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("blood type A");

        MemoryItem marked = (await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Text = "blood type 0", Tags = TagsPatch.Add("checked"), IsImmutable = true }, cancellationToken: Token)).Item;

        (marked.Text, marked.Version, marked.IsImmutable).Should().Be(("blood type 0", 2, true));
        marked.Tags.Should().Equal("checked");
        (await fixture.Memory.SearchAsync("blood type 0", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Score.Should().BeApproximately(1, 1e-5);
    }

    [Theory]
    [InlineData(null, ConflictPolicy.Fail)]
    [InlineData(2, ConflictPolicy.Fail)]
    [InlineData(1, ConflictPolicy.NewestWins)]
    [InlineData(1, ConflictPolicy.Merge)]
    [InlineData(1, ConflictPolicy.KeepBoth)]
    public async Task UpdateAsync_ThatOnlyMarksWhatIsMarked_ChangesNothing(int? expected, ConflictPolicy policy)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem marked = await MarkedAsync(fixture);
        FileRows before = FileRows.Of(fixture);

        MemoryUpdateResult again = await fixture.Memory.UpdateAsync(
            marked.Id, Mark, new MemoryUpdateOptions { ExpectedVersion = expected, OnConflict = policy }, Token);

        (again.Outcome, again.Item).Should().Be((UpdateOutcome.Unchanged, marked));
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_ThatMarksAnotherVersion_IsAConflict()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem marked = await MarkedAsync(fixture);

        Func<Task> mark = () => fixture.Memory.UpdateAsync(marked.Id, Mark, new MemoryUpdateOptions { ExpectedVersion = 1 }, Token);

        (await mark.Should().ThrowAsync<MemoryConflictException>()).Which.ActualVersion.Should().Be(2);
    }

    [Fact]
    public async Task UpdateAsync_OfWhatWasMarked_IsRefusedWhateverItSays()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem marked = await MarkedAsync(fixture);
        MemoryPatch[] patches =
        [
            new() { Text = "blood type A" }, new() { Text = marked.Text }, new() { Tags = TagsPatch.Add("x") }, new() { Metadata = MetadataPatch.Clear },
            new() { ExpiresAt = InstantPatch.Clear }, new() { Timestamp = fixture.Time.GetUtcNow() }, new() { Text = "blood type A", IsImmutable = true },
        ];
        FileRows before = FileRows.Of(fixture);

        foreach (MemoryPatch patch in patches)
        {
            Func<Task> update = () => fixture.Memory.UpdateAsync(marked.Id, patch, cancellationToken: Token);
            (await update.Should().ThrowAsync<ImmutableMemoryException>()).Which.MemoryId.Should().Be(marked.Id);
        }

        (await fixture.Memory.BatchUpdateAsync([new MemoryUpdate(marked.Id, patches[0])], cancellationToken: Token))
            .Single().Error.Should().BeOfType<ImmutableMemoryException>();
        FileRows.Of(fixture).Should().Be(before);
    }

    [Fact]
    public async Task UpdateAsync_ThatMarksWithoutTheTrust_IsRefused()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("blood type 0");

        Func<Task> mark = () => fixture.Memory.UpdateAsync(item.Id, Mark, new MemoryUpdateOptions { Trust = MemoryTrust.Untrusted }, Token);

        await mark.Should().ThrowAsync<InsufficientTrustException>();
        (await fixture.Memory.GetAsync(item.Id, Token))!.IsImmutable.Should().BeFalse();
    }

    [Fact]
    public async Task UpdateAsync_ThatMarksLate_MergesTheMark()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("blood type 0");
        await fixture.Memory.UpdateAsync(item.Id, new MemoryPatch { Tags = TagsPatch.Add("meanwhile") }, cancellationToken: Token);

        MemoryItem marked = (await fixture.Memory.UpdateAsync(
            item.Id, Mark, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.Merge }, Token)).Item;

        (marked.Version, marked.IsImmutable).Should().Be((3, true));
        marked.Tags.Should().Equal("meanwhile");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SettleReviewAsync_OfAKeptMark_MarksTheKnown(bool isSaidAgain)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync("blood type 0");
        await fixture.Memory.UpdateAsync(known.Id, "blood type A", cancellationToken: Token);
        if (isSaidAgain)
        {
            // Then only the mark is other than what is known: it is not lost.
            await fixture.Memory.UpdateAsync(known.Id, "blood type 0", cancellationToken: Token);
        }

        MemoryUpdateResult kept = await fixture.Memory.UpdateAsync(
            known.Id, Mark, new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token);
        MemoryItem? settled = await fixture.Memory.SettleReviewAsync(kept.Item.Id, ReviewDecision.UseKept, cancellationToken: Token);

        (kept.Outcome, kept.Item.IsImmutable).Should().Be((UpdateOutcome.KeptBoth, true));
        (settled!.Id, settled.Text, settled.IsImmutable).Should().Be((known.Id, "blood type 0", true));
    }

    [Fact]
    public async Task SettleReviewAsync_BesideWhatWasMarkedSince_CannotReplaceIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem known = await fixture.StoreAsync("blood type A");
        await fixture.Memory.UpdateAsync(known.Id, "blood type 0", cancellationToken: Token);
        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            known.Id, "blood type B", new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth }, Token)).Item;
        await fixture.Memory.UpdateAsync(known.Id, Mark, cancellationToken: Token);
        FileRows before = FileRows.Of(fixture);

        Func<Task> replace = () => fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseKept, cancellationToken: Token);

        await replace.Should().ThrowAsync<ImmutableMemoryException>();
        FileRows.Of(fixture).Should().Be(before);
        (await fixture.Memory.SettleReviewAsync(kept.Id, ReviewDecision.UseKnown, cancellationToken: Token))!.Text.Should().Be("blood type 0");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestoreAsync_OfWhatWasMarked_IsRefusedToAnyVersion(bool managed)
    {
        await using MemoryFixture fixture = Open(managed);
        MemoryItem marked = await MarkedAsync(fixture);

        foreach (int version in (int[])[1, 2])
        {
            Func<Task> restore = () => fixture.Memory.RestoreAsync(marked.Id, version, Forced, Token);
            await restore.Should().ThrowAsync<ImmutableMemoryException>();
        }

        (await fixture.Memory.GetAsync(marked.Id, Token)).Should().Be(marked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestoreAsync_OfWhatWasMarkedAndDeleted_BringsBackWhatItSaidLastAndTheMark(bool managed)
    {
        await using MemoryFixture fixture = Open(managed);
        MemoryItem item = await fixture.StoreAsync("blood type A");
        await fixture.Memory.UpdateAsync(item.Id, "blood type 0", cancellationToken: Token);
        await fixture.Memory.UpdateAsync(item.Id, Mark, cancellationToken: Token);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);

        foreach (MemoryRestoreOptions options in (MemoryRestoreOptions[])[Forced, new() { ExpectedVersion = 4 }])
        {
            Func<Task> restore = () => fixture.Memory.RestoreAsync(item.Id, 1, options, Token);
            await restore.Should().ThrowAsync<ImmutableMemoryException>("it said something else then");
        }

        (await fixture.Memory.GetAsync(item.Id, Token)).Should().BeNull();

        // Version 2 says the same, and was not marked yet.
        MemoryItem back = (await fixture.Memory.RestoreAsync(item.Id, 2, Forced, Token)).Item;
        (back.Text, back.IsImmutable, back.Version).Should().Be(("blood type 0", true, 5));
        Func<Task> update = () => fixture.Memory.UpdateAsync(item.Id, "blood type B", cancellationToken: Token);
        await update.Should().ThrowAsync<ImmutableMemoryException>("the mark is never cleared");
    }

    [Fact]
    public async Task RollBackAsync_ToBeforeTheMark_LeavesWhatWasMarkedAndTakesBackTheRest()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem marked = await fixture.StoreAsync("blood type 0"), other = await fixture.StoreAsync("likes tea");
        DateTimeOffset moment = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Memory.UpdateAsync(marked.Id, Mark, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(other.Id, "likes coffee", cancellationToken: Token);

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice, Force = true }, Token);

        result.Single(item => string.Equals(item.Id, marked.Id, StringComparison.Ordinal)).Error.Should().BeOfType<ImmutableMemoryException>();
        (await fixture.Memory.GetAsync(marked.Id, Token))!.IsImmutable.Should().BeTrue();
        (await fixture.Memory.GetAsync(other.Id, Token))!.Text.Should().Be("likes tea");
    }

    [Fact]
    public async Task RollBackAsync_ToBeforeAMarkedMemoryWas_DeletesIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        DateTimeOffset moment = fixture.Time.GetUtcNow();
        fixture.Time.Advance(TimeSpan.FromHours(1));
        MemoryItem marked = await MarkedAsync(fixture);

        BatchUpdateResult result = await fixture.Memory.RollBackAsync(new MemoryRollback { KnownAt = moment, Scope = MemoryFixture.Alice }, Token);

        result.Single().Outcome.Should().Be(UpdateOutcome.Deleted);
        (await fixture.Memory.GetAsync(marked.Id, Token)).Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ImportAsync_OfAnExportWithAMark_HasIt(bool managed)
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem marked = await MarkedAsync(source);
        await using MemoryFixture target = Open(managed);

        MemoryImportResult result = await Exported.ImportAsync(target.Memory, await Exported.LinesAsync(source.Memory));

        result.Single().Should().Be(new MemoryImportItem(marked.Id, MemoryImportOutcome.Imported, 2, Error: null));
        (await target.HistoryAsync(marked.Id)).Select(row => row.Item.IsImmutable).Should().Equal(false, true);
        Func<Task> update = () => target.Memory.UpdateAsync(marked.Id, "blood type A", cancellationToken: Token);
        await update.Should().ThrowAsync<ImmutableMemoryException>();
    }

    [Fact]
    public async Task OpenAsync_OfAFileWithAMark_HasIt()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem marked = await MarkedAsync(fixture);

        await fixture.ReopenAsync();

        History.FullMemory.ShouldBeSame((await fixture.Memory.GetAsync(marked.Id, Token))!, marked);
        (await fixture.Memory.SearchAsync("blood type", MemoryFixture.Alice, cancellationToken: Token)).Single().Item.IsImmutable.Should().BeTrue();
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    private static MemoryFixture Open(bool managed) =>
        MemoryFixture.ByRules(managed ? builder => builder.UseHistory(new InMemoryHistoryStore()) : null);

    private static async Task<MemoryItem> MarkedAsync(MemoryFixture fixture)
    {
        MemoryItem item = await fixture.StoreAsync("blood type 0");
        return (await fixture.Memory.UpdateAsync(item.Id, Mark, cancellationToken: Token)).Item;
    }
}
