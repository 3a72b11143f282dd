using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Apply;

public sealed class FeedbackTests
{
    private static readonly MemoryChangeOptions ByDora = new() { ChangedBy = "dora", Reason = "it was outdated" };

    [Theory]
    [InlineData(MemoryFeedback.Positive, 0.625, false)]
    [InlineData(MemoryFeedback.Negative, 0.375, true)]
    [InlineData(MemoryFeedback.VeryNegative, 0.25, true)]
    public async Task FeedbackAsync_ChangesHowMuchItMattersAndOfBlameWhetherItIsInDoubt(MemoryFeedback feedback, double salience, bool inDoubt)
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");
        int calls = fixture.Embeddings.CallCount;

        MemoryUpdateResult result = await fixture.Memory.FeedbackAsync(item.Id, feedback, ByDora, Token);

        result.Outcome.Should().Be(UpdateOutcome.Updated);
        (result.Item.Salience, result.Item.Version, result.Item.Text).Should().Be((salience, 2, "Alice likes tea"));
        fixture.Embeddings.CallCount.Should().Be(calls);
        MemoryReview[] reviews = await fixture.Memory.GetReviewsAsync(Alice, Token).ToArrayAsync(Token);
        reviews.Select(review => (review.IsInDoubt, review.Known, review.Kept.Id)).Should().Equal(inDoubt ? [(true, null, item.Id)] : []);
        HistoryEntry entry = (await fixture.HistoryAsync(item.Id))[^1];
        (entry.Event, entry.ChangedBy, entry.Reason).Should().Be((MemoryEvent.Update, "dora", "it was outdated"));
        (await fixture.Memory.SearchAsync("tea", Alice, cancellationToken: Token)).Should().ContainSingle("one in doubt is found as before");
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task FeedbackAsync_GivenAgainAndAgain_StaysWithinTheRangeAndEnds()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");
        MemoryUpdateResult result = new(item, UpdateOutcome.Updated);
        for (int i = 0; i < 100 && result.Outcome == UpdateOutcome.Updated; i++)
        {
            result = await fixture.Memory.FeedbackAsync(item.Id, MemoryFeedback.Positive, cancellationToken: Token);
        }

        result.Outcome.Should().Be(UpdateOutcome.Unchanged);
        result.Item.Salience.Should().BeGreaterThan(0.99).And.BeLessThanOrEqualTo(1);
        for (int i = 0; i < 30; i++)
        {
            result = await fixture.Memory.FeedbackAsync(item.Id, MemoryFeedback.VeryNegative, cancellationToken: Token);
        }

        result.Item.Salience.Should().Be(0);
        result.Outcome.Should().Be(UpdateOutcome.Unchanged);
    }

    [Theory]
    [InlineData(ReviewDecision.UseKnown, false)]
    [InlineData(ReviewDecision.UseKept, true)]
    [InlineData(ReviewDecision.UseBoth, true)]
    public async Task SettleReviewAsync_OfOneInDoubt_DeletesItOrLeavesItWithoutDoubt(ReviewDecision decision, bool stays)
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");
        await fixture.Memory.FeedbackAsync(item.Id, MemoryFeedback.Negative, cancellationToken: Token);

        MemoryItem? holds = await fixture.Memory.SettleReviewAsync(item.Id, decision, cancellationToken: Token);

        (holds is not null).Should().Be(stays);
        (await fixture.Memory.GetAsync(item.Id, Token) is not null).Should().Be(stays);
        (await fixture.Memory.GetReviewsAsync(Alice, Token).CountAsync(Token)).Should().Be(0);
        holds?.ReviewOf.Should().BeNull();
    }

    [Fact]
    public async Task FeedbackAsync_OnOneThatWasKeptBesideAnother_LeavesWhatItWasKeptBeside()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem known = await fixture.StoreAsync("Alice likes tea");
        await fixture.Memory.UpdateAsync(known.Id, "Alice likes milk", cancellationToken: Token);
        MemoryItem kept = (await fixture.Memory.UpdateAsync(
            known.Id,
            "Alice likes juice",
            new MemoryUpdateOptions { ExpectedVersion = 1, OnConflict = ConflictPolicy.KeepBoth },
            Token)).Item;

        MemoryItem rated = (await fixture.Memory.FeedbackAsync(kept.Id, MemoryFeedback.VeryNegative, cancellationToken: Token)).Item;

        rated.ReviewOf.Should().Be(known.Id);
        (await fixture.Memory.GetReviewsAsync(Alice, Token).SingleAsync(Token)).IsInDoubt.Should().BeFalse();
    }

    [Fact]
    public async Task FeedbackAsync_OnAnImmutableMemory_IsTaken()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice is allergic to nuts", options: new MemoryAddOptions { IsImmutable = true });

        (await fixture.Memory.FeedbackAsync(item.Id, MemoryFeedback.Positive, cancellationToken: Token)).Item.Salience.Should().Be(0.625);
    }

    [Fact]
    public async Task FeedbackAsync_OfALowerTier_IsRefused()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");

        Func<Task> rating = () => fixture.Memory.FeedbackAsync(
            item.Id, MemoryFeedback.VeryNegative, new MemoryChangeOptions { Trust = MemoryTrust.Untrusted }, Token);

        await rating.Should().ThrowAsync<InsufficientTrustException>();
    }

    [Fact]
    public async Task FeedbackAsync_OfAKindOrOnAMemoryThatIsNot_IsRefused()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");

        Func<Task> ofNoKind = () => fixture.Memory.FeedbackAsync(item.Id, (MemoryFeedback)3, cancellationToken: Token);
        Func<Task> onNone = () => fixture.Memory.FeedbackAsync("0199aaaa-0000-7000-8000-000000000009", MemoryFeedback.Positive, cancellationToken: Token);

        await ofNoKind.Should().ThrowAsync<MemoryValidationException>();
        await onNone.Should().ThrowAsync<MemoryNotFoundException>();
        (await fixture.HistoryAsync(item.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task ImportAsync_OfAnExportWithFeedback_KeepsIt()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem item = await fixture.StoreAsync("Alice likes tea");
        await fixture.Memory.FeedbackAsync(item.Id, MemoryFeedback.Negative, cancellationToken: Token);
        using MemoryStream export = new();
        await fixture.Memory.ExportAsync(export, cancellationToken: Token);
        export.Position = 0;
        await using MemoryFixture other = ByRules();

        await other.Memory.ImportAsync(MemoryImportSource.Export(export), cancellationToken: Token);

        MemoryItem imported = (await other.Memory.GetAsync(item.Id, Token))!;
        (imported.Salience, imported.ReviewOf).Should().Be((0.375, item.Id));
    }
}
