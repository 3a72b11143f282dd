using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task OpenAsync_NewHistory_IsAtTheStartWithoutASpace()
    {
        HistoryState state = await Store.OpenAsync(Token);

        state.Should().Be(new HistoryState(At(0), Space: null));
        (await Store.GetPositionAsync(Token)).Should().Be(At(0));
    }

    [Fact]
    public async Task OpenAsync_Again_GivesTheStateNow()
    {
        await CommitAsync(Add("a"));

        (await Store.OpenAsync(Token)).Should().Be(new HistoryState(At(1), Space));
    }

    [Fact]
    public async Task CommitAsync_Add_AppendsOneRow()
    {
        MemoryItem item = Item("a");

        HistoryCommit commit = await CommitAsync(Append(item, reason: "because"));

        HistoryWriteResult result = commit.Results.Should().ContainSingle().Subject;
        result.Error.Should().BeNull();
        result.Head.Should().Be(new MemoryHead(item, Sequence: 1, FirstSequence: 1, IsDeleted: false));
        result.Entry!.Should().Be(new HistoryEntry
        {
            Id = result.Entry!.Id,
            Sequence = 1,
            MemoryId = "a",
            Event = MemoryEvent.Add,
            OldText = null,
            NewText = "text of a",
            Item = item,
            Reason = "because",
            NewHash = Sha256.Of(HistoryRecord.Write(item)),
        });
        Guid.Parse(result.Entry.Id).Version.Should().Be(7);
    }

    [Fact]
    public async Task CommitAsync_Update_SaysBothTextsAndKeepsTheFirstSequence()
    {
        await CommitAsync(Add("a"), Add("b"));

        HistoryWriteResult result = (await CommitAsync(Update("a", "new text"))).Results[0];

        result.Entry!.OldText.Should().Be("text of a");
        result.Entry.NewText.Should().Be("new text");
        result.Entry.Version.Should().Be(2);
        result.Head!.Sequence.Should().Be(3);
        result.Head.FirstSequence.Should().Be(1);
    }

    [Fact]
    public async Task CommitAsync_Delete_MarksTheHeadAndKeepsItsContent()
    {
        await CommitAsync(Add("a"));

        HistoryWriteResult result = (await CommitAsync(Delete("a"))).Results[0];

        result.Entry!.OldText.Should().Be("text of a");
        result.Entry.NewText.Should().BeNull();
        result.Entry.IsDeleted.Should().BeTrue();
        result.Head!.IsDeleted.Should().BeTrue();
        result.Head.Item.Text.Should().Be("text of a");
        result.Head.Item.Version.Should().Be(2);
    }

    [Fact]
    public async Task CommitAsync_DecisionReturnsNull_LeavesTheHeadAndThePosition()
    {
        await CommitAsync(Add("a"));

        HistoryCommit commit = await CommitAsync(Unchanged("a"), Unchanged("unknown"));

        commit.Results[0].Entry.Should().BeNull();
        commit.Results[0].Error.Should().BeNull();
        commit.Results[0].Head!.Item.Id.Should().Be("a");
        commit.Results[1].Head.Should().BeNull();
        commit.After.Should().Be(commit.Before).And.Be(At(1));
    }

    [Fact]
    public async Task CommitAsync_OneDecisionThrows_FailsOnlyThatWrite()
    {
        MemoryNotFoundException typed = new("b");
        InvalidOperationException untyped = new("any");

        HistoryCommit commit = await CommitAsync(Add("a"), Failing("b", typed), Failing("c", untyped), Add("d"));

        commit.Results.Select(result => result.Error).Should().Equal(null, typed, untyped, null);
        commit.Results[1].Entry.Should().BeNull();
        commit.Results[1].Head.Should().BeNull();
        (await ListedAsync(scope: null)).Should().Equal("d", "a");
    }

    [Fact]
    public async Task CommitAsync_LaterWriteOfTheSameTransaction_SeesTheEarlierOnesRow()
    {
        List<MemoryHead?> seen = [];

        HistoryCommit commit = await CommitAsync(
            new HistoryWrite("a", head => { seen.Add(head); return Add("a").Decide(head); }),
            new HistoryWrite("a", head => { seen.Add(head); return Update("a", "second").Decide(head); }),
            new HistoryWrite("a", head => { seen.Add(head); return null; }));

        seen.Select(head => head?.Item.Text).Should().Equal(null, "text of a", "second");
        commit.Results[1].Entry!.OldText.Should().Be("text of a");
        commit.Results[2].Head!.Item.Version.Should().Be(2);
    }

    [Fact]
    public async Task CommitAsync_WritesThatFailOrChangeNothing_LeaveNoGapInTheSequence()
    {
        HistoryCommit first = await CommitAsync(Add("a"), Failing("x", new TimeoutException()), Add("b"));
        HistoryCommit second = await CommitAsync(Unchanged("a"), Add("c"));

        first.Results.Concat(second.Results).Where(result => result.Entry is not null).Select(result => result.Entry!.Sequence)
            .Should().Equal(1, 2, 3);
        first.Before.Should().Be(At(0));
        first.After.Should().Be(At(2));
        second.Before.Should().Be(first.After);
        second.After.Should().Be(At(3));
        (await Store.GetPositionAsync(Token)).Should().Be(second.After);
    }

    [Fact]
    public async Task CommitAsync_AUnitOfWhichOneFails_AppendsNoneOfItAndAllOfTheOthers()
    {
        HistoryUnit unit = new();
        TimeoutException failure = new();

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = unit }, Add("alone"), Failing("b", failure) with { Unit = unit }, Add("c") with { Unit = unit });

        commit.Results.Select(result => (result.Entry?.MemoryId, result.IsAbandoned, result.Error)).Should().Equal(
            (null, true, null), ("alone", false, null), (null, false, failure), (null, true, null));
        (await ListedAsync(scope: null)).Should().Equal("alone");
        commit.After.Should().Be(At(1));
    }

    [Fact]
    public async Task CommitAsync_AUnitOfWhichNoneFails_AppendsAllOfItInOrder()
    {
        HistoryUnit unit = new();
        await CommitAsync(Add("known"));

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = unit }, Unchanged("known") with { Unit = unit }, Add("b") with { Unit = unit });

        commit.Results.Select(result => result.Entry?.Sequence).Should().Equal(2, null, 3);
        commit.Results.Should().OnlyContain(result => !result.IsAbandoned);
    }

    [Fact]
    public async Task CommitAsync_NoWrites_DoesNothing()
    {
        HistoryCommit commit = await CommitAsync();

        commit.Results.Should().BeEmpty();
        commit.After.Should().Be(commit.Before);
    }

    [Fact]
    public async Task CommitAsync_FromEightThreads_GivesEveryRowItsOwnSequenceAndLosesNoUpdate()
    {
        await CommitAsync(Add("shared"));

        HistoryCommit[] commits = (await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
            async () =>
            {
                List<HistoryCommit> own = [];
                for (int i = 0; i < 25; i++)
                {
                    own.Add(await CommitAsync(Add($"{thread}-{i}"), Update("shared", $"{thread}-{i}")));
                }

                return own;
            },
            Token)))).SelectMany(own => own).OrderBy(commit => commit.Before.Sequence).ToArray();

        commits.SelectMany(commit => commit.Results).Select(result => result.Entry!.Sequence)
            .Should().Equal(Enumerable.Range(2, 400).Select(n => (long)n));
        commits.Should().OnlyContain(commit => commit.After.Sequence == commit.Before.Sequence + 2);
        (await Store.GetHeadsAsync(["shared"], Token))[0]!.Item.Version.Should().Be(201);
    }

    [Fact]
    public async Task GetHeadsAsync_MixedIds_GivesThemInOrderWithNullForTheUnknown()
    {
        await CommitAsync(Add("a"), Add("b"), Delete("b"));

        IReadOnlyList<MemoryHead?> heads = await Store.GetHeadsAsync(["b", "unknown", "a", "b"], Token);

        heads.Select(head => head?.Item.Id).Should().Equal("b", null, "a", "b");
        heads.Select(head => head?.IsDeleted).Should().Equal(true, null, false, true);
        heads[0]!.Sequence.Should().Be(3);
        heads[0]!.FirstSequence.Should().Be(2);
    }

    [Fact]
    public async Task GetHeadsAsync_IdsThatDifferInCaseOnly_AreDifferentMemories()
    {
        await CommitAsync(Add("a"));

        (await Store.GetHeadsAsync(["A"], Token)).Should().Equal([null]);
    }

    [Fact]
    public async Task ResetAsync_FilledHistory_RemovesAllAndNeverReusesASequence()
    {
        await CommitAsync(Add("a"), Add("b"));

        HistoryState state = await Store.ResetAsync(Token);

        state.Should().Be(new HistoryState(At(2, resets: 1), Space: null));
        (await Store.GetPositionAsync(Token)).Should().Be(At(2, resets: 1));
        (await Store.GetHeadsAsync(["a", "b"], Token)).Should().AllBeEquivalentTo((MemoryHead?)null).And.HaveCount(2);
        (await Store.CountAsync(null, null, null, Token)).Should().Be(0);
        (await ListedAsync(scope: null)).Should().BeEmpty();
        (await Store.ReadAsync(["a", "b"], Token).ToListAsync(Token)).Should().BeEmpty();
        (await Store.ReadChangesAsync(0, Token).ToListAsync(Token)).Should().BeEmpty();
        (await Store.GetEmbeddingsAsync(["text of a"], Token)).Should().Equal([null]);
        HistoryCommit next = await CommitAsync(Add("a"));
        next.Before.Should().Be(state.Position);
        next.Results[0].Entry!.Sequence.Should().Be(3);
        next.Results[0].Head!.FirstSequence.Should().Be(3);
    }

    [Fact]
    public async Task ResetAsync_EmptyHistory_StillBeginsANewEpoch()
    {
        await Store.ResetAsync(Token);

        (await Store.ResetAsync(Token)).Position.Should().Be(At(0, resets: 2));
    }

    [Fact]
    public async Task OpenAsync_OfAnotherHistory_HasAnotherEpoch()
    {
        await using IHistoryStore other = CreateOther();

        long epoch = (await other.OpenAsync(Token)).Position.Epoch;

        epoch.Should().BePositive().And.NotBe(_epoch).And.NotBe(_epoch + 1);
        (await other.GetPositionAsync(Token)).Should().Be(new HistoryPosition(epoch, 0));
    }
}
