using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task EraseAsync_OfWhatOthersLinkTo_TakesTheLinksOutOfEveryVersionAndGivesThoseThatShowedThemAFurtherOne()
    {
        await CommitAsync(
            Add("gone"), Add("b"), LinkTo("b", "gone", "c"), Update("b", "second"), Add("c"), LinkTo("c", "gone"), LinkTo("c"), Add("d"), LinkTo("d", "gone"), Delete("d"),
            Add("e"), LinkTo("e", "b"));

        HistoryErasure erasure = await EraseAsync("gone");

        (erasure.Before, erasure.After).Should().Be((At(12), At(14)));
        (await Store.GetPositionAsync(Token)).Should().Be(erasure.After);
        List<HistoryEntry> rows = await Store.ReadAfterAsync(0, Token).ToListAsync(Token);
        rows.Select(row => $"{row.Sequence} {row.MemoryId} {row.Event} v{row.Version} {string.Join(',', row.Item.Links.Select(link => link.TargetId))}").Should().Equal(
            "2 b Add v1 ", "3 b Update v2 c", "4 b Update v3 c", "5 c Add v1 ", "6 c Update v2 ", "7 c Update v3 ", "8 d Add v1 ", "9 d Update v2 ", "10 d Delete v3 ",
            "11 e Add v1 ", "12 e Update v2 b", "14 b Link v4 c");
        FullMemory.ShouldBeSame(rows[^1].Item, rows[2].Item with { Version = 4, UpdatedAt = Noon, RecordedAt = Noon });
        foreach (IGrouping<string, HistoryEntry> memory in rows.GroupBy(row => row.MemoryId, StringComparer.Ordinal))
        {
            HistoryEntry? before = null;
            foreach (HistoryEntry row in memory)
            {
                (row.OldHash, row.NewHash).Should().Be((before?.NewHash, Sha256.Of(HistoryRecord.Write(row.Item))), "{0}", row);
                (row.Before is null ? null : HistoryRecord.Write(row.Before)).Should().Equal(before is null ? null : HistoryRecord.Write(before.Item));
                before = row;
            }
        }

        (await Store.GetHeadsAsync(["b", "d"], Token)).Select(head => (head!.Item.Version, head.Item.Links.Count, head.IsDeleted)).Should().Equal((4, 1, false), (3, 0, true));
        (await Store.ReadChangesAsync(12, Token).Select(change => change.Head.Item.Id).ToListAsync(Token)).Should().Equal("b");
        (await Store.GetErasuresAsync(12, Token)).Should().Equal(new ErasedMemory("gone", 2, Noon));
        (await CommitAsync(Update("b", "third"))).Results[0].Entry!.Sequence.Should().Be(15);
        (await Store.CheckAsync(Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_OfSeveralThatLinkToEachOther_LeavesNothingOfThem()
    {
        await CommitAsync(Add("a"), Add("b"), LinkTo("a", "b"), LinkTo("b", "a"), Add("c"), LinkTo("c", "a", "b"));

        HistoryErasure erasure = await EraseAsync("a", "b");

        erasure.Memories.Should().HaveCount(2);
        (await Store.ReadAfterAsync(0, Token).ToListAsync(Token)).Should().HaveCount(3).And.OnlyContain(row => row.MemoryId == "c" && row.Item.Links.Count == 0);
    }

    [Fact]
    public async Task CommitAsync_LinksToWhatWasErased_AreLeftOut()
    {
        await CommitAsync(Add("gone"), Add("b"), Add("c"));
        await EraseAsync("gone");

        HistoryCommit commit = await CommitAsync(
            LinkTo("b", "gone", "c"), Append(Item("new") with { Links = [new("gone"), new("never")] }),
            new HistoryWrite("c", _ => new HistoryAppend { Event = MemoryEvent.Add, Item = Item("beside") with { Links = [new("gone")] }, Embedding = Embedding("text of beside") }));

        commit.Results.Select(result => string.Join(',', result.Entry!.Item.Links.Select(link => link.TargetId))).Should().Equal("c", "never", "");
        (await Store.GetHeadsAsync(["b"], Token))[0]!.Item.Links.Select(link => link.TargetId).Should().Equal("c");
    }

    [Fact]
    public async Task CommitAsync_LinksThatMustBeThere_AreLookedAtInTheTransaction()
    {
        await CommitAsync(Add("a"), Add("there"), Add("deleted"), LinkTo("a", "deleted"), Delete("deleted"), Add("bobs", MemoryScope.ForUser("bob")), Add("run", MemoryScope.ForUser("alice", runId: "r")));
        HistoryUnit unit = new();

        HistoryCommit commit = await CommitAsync(
            Guarded("deleted", "there"), Guarded("deleted"), Guarded("there", "unknown"), Guarded("bobs"), Guarded("there"), Guarded("deleted"),
            Guarded("run") with { Links = new LinkGuard(["run"]) { Within = MemoryScope.ForUser("alice", runId: "other") } },
            Guarded("run"), Delete("there"), Guarded("there"),
            new HistoryWrite("a", _ => null) { Links = new LinkGuard(["unknown"]) },
            Failing("a", new MemoryNotFoundException("a")) with { Links = new LinkGuard(["unknown"]) },
            Add("fresh") with { Unit = unit }, new HistoryWrite("run", Linking("run", "fresh")) { Unit = unit, Links = new LinkGuard(["fresh"]) });

        commit.Results.Select(result => (result.Error as MemoryValidationException)?.Parameter ?? result.Error?.GetType().Name).Should().Equal(
            null, null, "links[1]", "links[0]", null, "links[0]", "links[0]", null, null, "links[0]", null, nameof(MemoryNotFoundException), null, null);
        commit.Results[2].Error!.Message.Replace("1", "0", StringComparison.Ordinal).Should().Be(commit.Results[3].Error!.Message);
    }

    private static HistoryWrite LinkTo(string id, params string[] targets) => new(id, Linking(id, targets));

    private static HistoryWrite Guarded(params string[] targets) => new("a", Linking("a", targets)) { Links = new LinkGuard(targets) };

    private static Func<MemoryHead?, HistoryAppend?> Linking(string id, params string[] targets) => head => new HistoryAppend
    {
        Event = MemoryEvent.Update,
        Item = (head?.Item ?? Item(id)) with { Version = (head?.Item.Version ?? 0) + 1, Links = [.. targets.Select(target => new MemoryLink(target, 0.5))], RecordedAt = Noon },
    };
}
