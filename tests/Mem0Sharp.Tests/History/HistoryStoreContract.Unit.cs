using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task CommitAsync_AUnitThatIsNotAllOrNothing_AppendsWhatDoesNotFail()
    {
        HistoryUnit unit = new() { AllOrNothing = false };
        InvalidOperationException failure = new("any");

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = unit }, Failing("b", failure) with { Unit = unit }, Add("c") with { Unit = unit });

        commit.Results.Select(result => (result.Entry?.MemoryId, result.IsAbandoned, result.Error)).Should().Equal(
            ("a", false, null), (null, false, failure), ("c", false, null));
        (await ListedAsync(scope: null)).Should().Equal("c", "a");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommitAsync_AMemoryTwiceInOneUnit_DecidesTheSecondOnTheFirst(bool allOrNothing)
    {
        HistoryUnit unit = new() { AllOrNothing = allOrNothing };
        List<(int? Version, string? Text)> seen = [];
        await CommitAsync(Add("before"));

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = unit },
            Seeing(Update("a", "second"), seen) with { Unit = unit },
            Seeing(Unchanged("a"), seen) with { Unit = unit },
            Seeing(Delete("a"), seen) with { Unit = unit },
            Seeing(Unchanged("a"), seen) with { Unit = unit });

        seen.Should().Equal((1, "text of a"), (2, "second"), (2, "second"), (3, "second"));
        commit.Results.Select(result => result.Entry?.Sequence).Should().Equal(2, 3, null, 4, null);
        commit.Results.Select(result => (result.Head!.Item.Version, result.Head.Sequence, result.Head.FirstSequence, result.Head.IsDeleted)).Should().Equal(
            (1, 2, 2, false), (2, 3, 2, false), (2, 3, 2, false), (3, 4, 2, true), (3, 4, 2, true));
        List<HistoryEntry> rows = await Store.ReadAsync(["a"], Token).ToListAsync(Token);
        rows.Select(row => (row.Event, row.OldText, row.NewText)).Should().Equal(
            (MemoryEvent.Add, null, "text of a"), (MemoryEvent.Update, "text of a", "second"), (MemoryEvent.Delete, "second", null));
        rows.Select(row => row.OldHash).Should().Equal(null, rows[0].NewHash, rows[1].NewHash);
    }

    [Fact]
    public async Task CommitAsync_AMemoryTwiceInAUnitThatFails_IsAsItWas()
    {
        HistoryUnit unit = new();
        await CommitAsync(Add("a"));

        HistoryCommit commit = await CommitAsync(
            Update("a", "second") with { Unit = unit },
            Update("a", "third") with { Unit = unit },
            Add("new") with { Unit = unit },
            Unchanged("new") with { Unit = unit },
            Failing("b", new InvalidOperationException("any")) with { Unit = unit });

        commit.Results.Select(result => result.IsAbandoned).Should().Equal(true, true, true, true, false);
        commit.Results.Select(result => result.Head?.Item.Version).Should().Equal(1, 1, null, null, null);
        commit.Results[0].Head!.Sequence.Should().Be(1);
        commit.After.Should().Be(commit.Before);
        (await Store.GetHeadsAsync(["a", "new"], Token)).Select(head => head?.Sequence).Should().Equal(1, null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommitAsync_AUnitOfWhichOneDecisionIsOutdated_IsLeftOutWhole(bool allOrNothing)
    {
        List<string> described = [];
        HistoryUnit unit = new() { AllOrNothing = allOrNothing, Call = Call("key", described) };
        TextChangedException outdated = new();
        InvalidOperationException failure = new("any");
        await CommitAsync(Add("known"));

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = unit },
            Failing("known", outdated) with { Unit = unit },
            Failing("c", failure) with { Unit = unit },
            Unchanged("known") with { Unit = unit },
            Add("alone"));

        commit.Results.Select(result => (result.Entry?.MemoryId, result.IsAbandoned, result.Error)).Should().Equal(
            (null, true, null), (null, false, outdated), (null, false, failure), (null, true, null), ("alone", false, null));
        described.Should().BeEmpty();
        (await Store.GetCallAsync("key", Token)).Should().BeNull();
        (await ListedAsync(scope: null)).Should().Equal("alone", "known");
    }

    [Fact]
    public async Task CommitAsync_TwoUnitsAmongSingleWrites_AreDecidedEachForItself()
    {
        HistoryUnit good = new();
        HistoryUnit bad = new();

        HistoryCommit commit = await CommitAsync(
            Add("a") with { Unit = good },
            Add("b") with { Unit = bad },
            Add("c"),
            Failing("d", new InvalidOperationException("any")) with { Unit = bad },
            Add("e") with { Unit = good });

        commit.Results.Select(result => result.Entry?.MemoryId).Should().Equal("a", null, "c", null, "e");
        commit.Results[1].IsAbandoned.Should().BeTrue();
        (await ListedAsync(scope: null)).Should().BeEquivalentTo("a", "c", "e");
    }

    [Fact]
    public async Task CommitAsync_AUnitOfTwoSpaces_FailsTheSecondAndRecordsNone()
    {
        HistoryUnit unit = new();
        EmbeddingSpace other = new("model-b", 4);
        HistoryWrite foreign = new("b", _ => new HistoryAppend
        {
            Event = MemoryEvent.Add,
            Item = Item("b"),
            Embedding = Embedding("text of b") with { Space = other },
        });

        HistoryCommit commit = await CommitAsync(Add("a") with { Unit = unit }, foreign with { Unit = unit });

        commit.Results[0].IsAbandoned.Should().BeTrue();
        commit.Results[1].Error.Should().BeOfType<EmbeddingSpaceException>().Which.Should().BeEquivalentTo(new { Stored = Space, Configured = other });
        (await Store.OpenAsync(Token)).Space.Should().BeNull();
        (await Store.GetEmbeddingsAsync(["text of a", "text of b"], Token)).Should().Equal([null, null]);
        (await CommitAsync(foreign)).Results[0].Error.Should().BeNull("no space was decided");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CommitAsync_AnItemKeptBesideTheMemory_IsAMemoryOfItsOwn(bool inAUnit)
    {
        HistoryUnit? unit = inAUnit ? new HistoryUnit() : null;
        await CommitAsync(Add("known"), Update("known", "second"));

        HistoryCommit commit = await CommitAsync(
            new HistoryWrite("known", head => new HistoryAppend
            {
                Event = MemoryEvent.Add,
                Item = head!.Item with { Id = "kept", Version = 1, ReviewOf = "known" },
            })
            {
                Unit = unit,
            },
            Update("known", "third") with { Unit = unit });

        commit.Results[0].Entry.Should().BeEquivalentTo(new { MemoryId = "kept", Sequence = 3L, OldText = (string?)null, NewText = "second", OldHash = (string?)null });
        commit.Results[0].Head.Should().BeEquivalentTo(new { Sequence = 3L, FirstSequence = 3L, IsDeleted = false });
        commit.Results[1].Entry.Should().BeEquivalentTo(new { MemoryId = "known", Sequence = 4L, OldText = "second" });
        (await ListedAsync(scope: null)).Should().Equal("kept", "known");
        (await Store.ListAsync(new HistoryListQuery { Limit = 10, InReview = true }, Token)).Select(head => head.Item.Id).Should().Equal("kept");
    }

    /// <summary>Notes the version and the text on which a write is decided.</summary>
    private static HistoryWrite Seeing(HistoryWrite write, List<(int? Version, string? Text)> seen) => write with
    {
        Decide = head =>
        {
            seen.Add((head?.Item.Version, head?.Item.Text));
            return write.Decide(head);
        },
    };
}
