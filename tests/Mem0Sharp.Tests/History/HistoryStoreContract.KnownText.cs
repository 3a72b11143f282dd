using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

/// <content>A text that somebody else stored since what is known was looked up.</content>
public abstract partial class HistoryStoreContract
{
    private static readonly MemoryScope Someone = MemoryScope.ForUser("someone");

    [Fact]
    public async Task CommitAsync_UnlessATextWasStoredSince_FailsWithTheMemoryThatHasIt()
    {
        await CommitAsync(Add("a", Someone, "Likes tea"), Add("b", Someone, "Likes milk"));

        HistoryCommit commit = await CommitAsync(Unless(Add("c", Someone, "likes  TEA"), after: 0), Unless(Add("d", Someone, "Likes juice"), after: 0));

        MemoryConflictException error = commit.Results[0].Error.Should().BeOfType<MemoryConflictException>().Which;
        (error.MemoryId, error.ActualVersion).Should().Be(("a", 1));
        commit.Results[1].Error.Should().BeNull();
        (await ListedAsync(Someone)).Should().BeEquivalentTo("a", "b", "d");
    }

    [Fact]
    public async Task CommitAsync_UnlessATextWasStoredSince_SeesWhatTheSameTransactionAppended()
    {
        HistoryCommit commit = await CommitAsync(Unless(Add("a", Someone, "Likes tea"), after: 0), Unless(Add("b", Someone, "Likes tea"), after: 0));

        commit.Results.Select(result => result.Error is null).Should().Equal(true, false);
    }

    [Fact]
    public async Task CommitAsync_WhenTheTextWasSeenChangedDeletedOrIsSomebodyElses_Appends()
    {
        await CommitAsync(Add("seen", Someone, "Likes tea"));
        long seen = (await Store.GetPositionAsync(Token)).Sequence;
        await CommitAsync(
            Add("changed", Someone, "Likes milk"),
            Update("changed", "Likes water"),
            Add("deleted", Someone, "Likes juice"),
            Delete("deleted"),
            Add("other", MemoryScope.ForUser("somebody-else"), "Likes beer"));

        HistoryCommit commit = await CommitAsync(
            Unless(Add("1", Someone, "Likes tea"), seen),
            Unless(Add("2", Someone, "Likes milk"), seen),
            Unless(Add("3", Someone, "Likes juice"), seen),
            Unless(Add("4", Someone, "Likes beer"), seen));

        commit.Results.Should().OnlyContain(result => result.Error == null);
    }

    [Theory]
    [InlineData(MemoryTrust.Untrusted, MemoryTrust.Standard, true)]
    [InlineData(MemoryTrust.Standard, MemoryTrust.Trusted, true)]
    [InlineData(MemoryTrust.Standard, MemoryTrust.Standard, false)]
    [InlineData(MemoryTrust.Trusted, MemoryTrust.Standard, false)]
    [InlineData(MemoryTrust.Untrusted, MemoryTrust.Untrusted, false)]
    public async Task CommitAsync_UnlessATextWasStoredSince_CountsWhatIsTrustedAsMuch(MemoryTrust stored, MemoryTrust required, bool appends)
    {
        await CommitAsync(Append(Item("a", Someone, "Likes tea") with { Trust = stored }));
        HistoryWrite write = Add("b", Someone, "Likes tea");

        HistoryCommit commit = await CommitAsync(write with { Unless = new KnownTextGuard(Someone, "Likes tea", AfterSequence: 0) { MinTrust = required } });

        (commit.Results[0].Error is null).Should().Be(appends);
    }

    private static HistoryWrite Unless(HistoryWrite write, long after) =>
        write with { Unless = new KnownTextGuard(Someone, write.Decide(null)!.Item.Text, after) };
}
