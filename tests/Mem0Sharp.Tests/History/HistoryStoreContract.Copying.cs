using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

/// <content>What makes a history the copy of another.</content>
public abstract partial class HistoryStoreContract
{
    private static readonly KnownCall Known = new("key", "request", Noon)
    {
        Outcome = new HistoryCallOutcome("nul \0, caf\u00e9", ["a", "b"]) { HoldsFacts = true },
        Scope = MemoryScope.ForUser("alice", "coach", "run-1", "web"),
    };

    [Fact]
    public async Task CommitAsync_ARowWithItsId_KeepsThat()
    {
        await CommitAsync(new HistoryWrite("a", _ => new HistoryAppend { EntryId = "the row's", Event = MemoryEvent.Add, Item = Item("a") }), Add("b"));

        string[] ids = await Store.ReadAfterAsync(0, Token).Select(row => row.Id).ToArrayAsync(Token);
        ids[0].Should().Be("the row's");
        ids[1].Should().NotBe("the row's").And.NotBeEmpty();
    }

    [Fact]
    public async Task AddCallsAsync_OfAnotherStore_AreReadAsTheyAreAndMoveNothing()
    {
        KnownCall bare = new("bare", "other", Noon.AddTicks(1)) { Outcome = new HistoryCallOutcome("outcome", []) };
        KnownCall forgotten = new("forgotten", "third", Noon);
        HistoryPosition before = await Store.GetPositionAsync(Token);

        await Store.AddCallsAsync([Known, bare, forgotten], Token);

        KnownCall[] calls = await Store.ReadCallsAsync(Token).ToArrayAsync(Token);
        calls.Should().BeEquivalentTo([bare, forgotten, Known], options => options.WithStrictOrdering());
        (await Store.GetCallAsync("key", Token)).Should().Be(new RecordedCall("request", "nul \0, caf\u00e9", Noon) { Scope = Known.Scope });
        (await Store.GetCallAsync("forgotten", Token)).Should().Be(new RecordedCall("third", null, Noon));
        (await Store.GetPositionAsync(Token)).Should().Be(before);
    }

    [Fact]
    public async Task AddCallsAsync_WithAKeyThatIsKnown_TakesItsPlace()
    {
        KnownCall other = Known with { Request = "other", CalledAt = Noon.AddHours(1), Outcome = new HistoryCallOutcome("later", ["c"]), Scope = null };
        await Store.AddCallsAsync([Known], Token);

        await Store.AddCallsAsync([other], Token);

        (await Store.ReadCallsAsync(Token).SingleAsync(Token)).Should().BeEquivalentTo(other);
        await Store.AddCallsAsync([other with { Outcome = null }], Token);
        (await Store.ReadCallsAsync(Token).SingleAsync(Token)).Should().BeEquivalentTo(other with { Outcome = null });
    }

    [Fact]
    public async Task ReadCallsAsync_ManyOfThem_GivesEachOnceByKey()
    {
        KnownCall[] many = [.. Enumerable.Range(0, 600).Select(i => new KnownCall($"{i * 7 % 600:000}", $"{i}", Noon))];
        await Store.AddCallsAsync(many, Token);

        (await Store.ReadCallsAsync(Token).ToListAsync(Token)).Should().Equal(many.OrderBy(call => call.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task CommitAsync_ACallThatWasNoted_IsLeftOut()
    {
        await Store.AddCallsAsync([Known], Token);

        HistoryCommit commit = await CommitAsync(Undecided("a") with { Unit = Unit("key", []) });

        commit.Results.Single().IsRepeat.Should().BeTrue();
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("c", null)]
    [InlineData(null, "alice")]
    public async Task EraseAsync_OfWhatANotedCallMaySpeakOf_ForgetsItsOutcome(string? id, string? user)
    {
        // "c" is a memory of the same user: the call's facts may speak of it.
        await CommitAsync(Add("a"), Add("c"));
        await Store.AddCallsAsync([Known, Known with { Key = "other", Outcome = new HistoryCallOutcome("kept", []), Scope = MemoryScope.ForUser("bob") }], Token);

        await Store.EraseAsync(
            new HistoryErasureRequest { MemoryIds = id is null ? [] : [id], Scope = user is null ? null : MemoryScope.ForUser(user), ErasedAt = Noon }, Token);

        KnownCall[] calls = await Store.ReadCallsAsync(Token).ToArrayAsync(Token);
        calls.Select(call => (call.Key, call.Outcome?.Description, call.Scope?.UserId)).Should().Equal(("key", null, null), ("other", "kept", "bob"));
    }

    [Fact]
    public async Task EraseAsync_OfWhatAnotherStoreErased_IsNotedAsItIsInItsOrder()
    {
        await CommitAsync(Add("b"), Add("kept"), Add("a"));
        ErasedMemory[] copied = [new("z", 9, Noon.AddDays(1)), new("a", 5, Noon.AddDays(-1)), new("b", 2, Noon)];

        HistoryErasure erasure = await Store.EraseAsync(
            new HistoryErasureRequest { Copied = copied, Within = MemoryScope.ForUser("nobody"), ErasedAt = Noon }, Token);

        erasure.Memories.Should().Equal(copied);
        (erasure.Before, erasure.After).Should().Be((At(3), At(4)));
        (await Store.GetErasuresAsync(0, Token)).Should().Equal(copied);
        (await Store.ReadAfterAsync(0, Token).Select(row => row.MemoryId).ToListAsync(Token)).Should().Equal("kept");
        (await CommitAsync(Add("z"), Add("a"))).Results.Should().OnlyContain(result => result.Error is MemoryErasedException);
        (await Store.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_OfWhatAnotherStoreErasedAgain_NotesWhatIsNewOnly()
    {
        ErasedMemory one = new("a", 5, Noon), two = new("b", 6, Noon.AddHours(1));
        await Store.EraseAsync(new HistoryErasureRequest { Copied = [one], ErasedAt = Noon }, Token);

        HistoryErasure more = await Store.EraseAsync(new HistoryErasureRequest { Copied = [one, two], ErasedAt = Noon }, Token);
        HistoryErasure none = await Store.EraseAsync(new HistoryErasureRequest { Copied = [one with { Version = 8 }, two], ErasedAt = Noon }, Token);

        more.Memories.Should().Equal(two);
        none.Memories.Should().BeEmpty();
        (none.Before, none.After).Should().Be((At(2), At(2)));
        (await Store.GetErasuresAsync(0, Token)).Should().Equal(one, two);
        (await Store.GetErasuresAsync(1, Token)).Should().Equal(two);
        (await CommitAsync(Add("c"))).After.Should().Be(At(3));
    }

    [Fact]
    public async Task EraseAsync_OfWhatAnotherStoreErased_TakesLinksOutAndLeavesTheFurtherVersionToTheCopy()
    {
        await CommitAsync(Add("gone"), Add("own"), Add("b"), LinkTo("b", "gone", "b"), Add("c"), LinkTo("c", "gone", "own"));

        HistoryErasure erasure = await Store.EraseAsync(
            new HistoryErasureRequest { Copied = [new("gone", 2, Noon)], MemoryIds = ["own"], ErasedAt = Noon.AddDays(1) }, Token);

        erasure.Memories.Should().Equal(new ErasedMemory("gone", 2, Noon), new ErasedMemory("own", 2, Noon.AddDays(1)));
        List<HistoryEntry> rows = await Store.ReadAfterAsync(0, Token).ToListAsync(Token);
        rows.Select(row => $"{row.MemoryId} {row.Event} v{row.Version} {string.Join(',', row.Item.Links.Select(link => link.TargetId))}").Should().Equal(
            "b Add v1 ", "b Update v2 b", "c Add v1 ", "c Update v2 ", "c Link v3 ");
        rows.Should().OnlyContain(row => row.NewHash == HistoryRecord.Hash(HistoryRecord.Write(row.Item)));
        (await Store.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_OfWhoMadeSomeRows_TakesTheNameOffThoseAndMovesNothing()
    {
        HistoryWrite By(string id, string? actor) => new(
            id, _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item(id), Embedding = Embedding("text"), ChangedBy = actor, ChangedByRole = "user", Reason = "why" });
        await CommitAsync(By("a", "Ann"), By("b", "Ann"), By("c", "Zoe"), By("d", null));

        HistoryErasure erasure = await Store.EraseAsync(new HistoryErasureRequest { Unnamed = [2, 3, 4, 99], ErasedAt = Noon }, Token);

        erasure.Memories.Should().BeEmpty();
        (erasure.Before, erasure.After).Should().Be((At(4), At(4)));
        List<HistoryEntry> rows = await Store.ReadAfterAsync(0, Token).ToListAsync(Token);
        rows.Select(row => (row.ChangedBy, row.ChangedByRole, row.Reason)).Should().Equal(
            ("Ann", "user", "why"), (null, null, "why"), (null, null, "why"), (null, null, "why"));
        (await Store.CheckAsync(Token)).Should().BeEmpty();
    }
}
