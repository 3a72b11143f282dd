namespace Mem0Sharp.Tests.History;

public sealed class MemoryTimelineTests
{
    [Fact]
    public void At_NoRows_NothingCounts()
    {
        new TimelineRows().NewestVersion().Should().BeNull();
        new TimelineRows().Days().Should().Be("..........");
    }

    [Fact]
    public void At_WithoutAMoment_TheNewestCountsWhateverItSpeaksOf()
    {
        new TimelineRows().Says("A").Says("B", from: 3, to: 4).NewestVersion().Should().Be(2);
        new TimelineRows().Says("A").Says("B").Deletes().NewestVersion().Should().BeNull();
        new TimelineRows().Says("A").Deletes().Restores(1).NewestVersion().Should().Be(3);
    }

    [Fact]
    public void At_NoValidity_AlwaysHeld() => new TimelineRows().Says("A").Days().Should().Be("1111111111");

    [Fact]
    public void At_ValidityOfADay_StartsWithTheInstantAndEndsBeforeTheLast() =>
        new TimelineRows().Says("A", from: 2, to: 5).Days().Should().Be("..111.....");

    [Fact]
    public void At_TextChangedWithoutValidity_TheNewTextCountsForAllTime() =>
        new TimelineRows().Says("A").Says("B").Days().Should().Be("2222222222");

    [Fact]
    public void At_TextChangedFromADayOn_TheOldTextCountsBefore() =>
        new TimelineRows().Says("A").Says("B", from: 5).Days().Should().Be("1111122222");

    [Fact]
    public void At_BackDatedCorrection_CountsForItsTimeAndOnlyForThat() =>
        new TimelineRows().Says("A", from: 0).Says("B", from: 6).Says("C", from: 2, to: 4).Days().Should().Be("1133112222");

    [Fact]
    public void At_ValidToSetLater_EndsTheFact()
    {
        new TimelineRows().Says("A", from: 0).Says("A", from: 0, to: 4).Days().Should().Be("2222......");
        new TimelineRows().Says("A", from: 0).Says("B", from: 5).Says("B", from: 5, to: 7).Days().Should().Be("1111133111");
    }

    [Fact]
    public void At_SameTextPatchMovesValidFrom_TheLastWordOnItCounts() =>
        new TimelineRows().Says("A", from: 0).Says("A", from: 5).Days().Should().Be(".....22222");

    [Fact]
    public void At_TextComesBack_IsAStatementOfItsOwn() =>
        new TimelineRows().Says("A", from: 0, to: 3).Says("B", from: 3, to: 6).Says("A", from: 6).Days().Should().Be("1112223333");

    [Fact]
    public void At_Link_IsTheSameStatementInItsNewestVersion() =>
        new TimelineRows().Says("A", from: 0, to: 5).Links("r2").Days().Should().Be("22222.....");

    [Fact]
    public void At_Delete_TakesBackEverythingBefore() =>
        new TimelineRows().Says("A", from: 0).Says("B", from: 5).Deletes().Days().Should().Be("..........");

    [Fact]
    public void At_Restore_TakesBackWhatCameAfter()
    {
        new TimelineRows().Says("A", from: 0, to: 5).Says("B", from: 5).Restores(1).Days().Should().Be("33333.....");
        new TimelineRows().Says("A").Says("B", from: 3).Says("C", from: 7).Restores(2).Days().Should().Be("1114444444");
    }

    [Fact]
    public void At_RestoreOfADelete_BringsBackWhatCountedBefore()
    {
        new TimelineRows().Says("A", from: 0, to: 5).Says("B", from: 5).Deletes().Restores(2).Days().Should().Be("1111144444");
        new TimelineRows().Says("A", from: 2).Deletes().Restores(2).Days().Should().Be("..33333333", "a delete's version stands for what was deleted");
    }

    [Fact]
    public void At_RestoreOfWhatARestoreTookBack_BringsThatBackWithWhatWasBefore() =>
        new TimelineRows().Says("A", from: 0, to: 5).Says("B", from: 5).Restores(1).Restores(2).Days().Should().Be("1111144444");

    [Fact]
    public void At_ChangesAfterARestore_GoOnFromTheRestoredVersion()
    {
        new TimelineRows().Says("A", from: 0, to: 2).Says("B", from: 2).Restores(1).Says("C", from: 6).Days().Should().Be("33....4444");
        new TimelineRows().Says("A", from: 0, to: 2).Says("B", from: 2).Restores(1).Says("A", from: 0, to: 4).Days().Should().Be("4444......");
    }

    [Fact]
    public void At_RestoreAfterADeleteOfARestored_DoesNotMeetTheDelete() =>
        new TimelineRows().Says("A", from: 0, to: 5).Deletes().Restores(1).Says("B", from: 7).Deletes().Restores(4).Days()
            .Should().Be("33333..666");
}
