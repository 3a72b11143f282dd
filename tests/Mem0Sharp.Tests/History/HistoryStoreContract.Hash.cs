using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task Rows_OfEveryEvent_HaveTheHashOfTheirRecordAndOfTheOneBefore()
    {
        await CommitAsync(Add("a"), Add("b"));
        await CommitAsync(Update("a", "second"), Changed("b", MemoryEvent.Link), Delete("a"));
        await CommitAsync(Changed("a", MemoryEvent.Restore), Update("b", "other"), Update("a", "second"), Delete("b"));

        List<HistoryEntry> all = await Store.ReadAfterAsync(0, Token).ToListAsync(Token);

        all.Select(row => row.Event).Distinct().Should().BeEquivalentTo(Enum.GetValues<MemoryEvent>());
        all.Should().OnlyContain(row => row.NewHash == Sha256.Of(HistoryRecord.Write(row.Item)));
        foreach (string id in (string[])["a", "b"])
        {
            HistoryEntry[] own = [.. all.Where(row => row.MemoryId.Equals(id, StringComparison.Ordinal))];
            own.Select(row => row.OldHash).Should().Equal([null, .. own.SkipLast(1).Select(row => row.NewHash)]);
            (await Store.ReadAsync([id], Token).ToListAsync(Token)).Select(Hashes).Should().Equal(own.Select(Hashes));
        }

        IReadOnlyList<HistoryEntry>[] byMemory = [.. await Store.ReadScopeAsync(scope: null, long.MaxValue, Token).ToListAsync(Token)];
        byMemory.SelectMany(rows => rows).Select(Hashes).Should().BeEquivalentTo(all.Select(Hashes));

        static (long Sequence, string? Old, string New) Hashes(HistoryEntry row) => (row.Sequence, row.OldHash, row.NewHash);
    }

    [Fact]
    public async Task CommitAsync_ARow_ComesBackWithTheHashesItWasGiven()
    {
        HistoryCommit first = await CommitAsync(Add("a"));
        HistoryCommit second = await CommitAsync(Update("a", "second"));

        second.Results[0].Entry!.OldHash.Should().Be(first.Results[0].Entry!.NewHash);
        (await Store.ReadAsync(["a"], Token).ToListAsync(Token)).Select(row => (row.OldHash, row.NewHash)).Should().Equal(
            (null, first.Results[0].Entry!.NewHash), (second.Results[0].Entry!.OldHash, second.Results[0].Entry!.NewHash));
    }

    [Fact]
    public async Task Hashes_OfRecordsThatDifferAnywhere_Differ()
    {
        MemoryItem item = Item("a");
        MemoryItem[] others =
        [
            item with { Text = "other" }, item with { Version = 2 }, item with { Tags = ["t"] }, item with { ActorId = "Alice" },
            item with { RecordedAt = Noon.AddTicks(1) }, item with { ValidFrom = Noon }, item with { ReviewOf = "b" }, item with { IsImmutable = true },
        ];

        HistoryCommit commit = await CommitAsync([.. others.Select((other, i) => Append(other with { Id = $"a{i}" })), Append(item with { Id = "same" })]);

        commit.Results.Select(result => result.Entry!.NewHash).Should().OnlyHaveUniqueItems();
        commit.Results.Should().OnlyContain(result => result.Entry!.NewHash.Length == 64 && result.Entry.NewHash.All(char.IsAsciiHexDigitLower));
    }

    [Fact]
    public async Task CommitAsync_WhoAndWhy_ComesBack()
    {
        await CommitAsync(new HistoryWrite("a", _ => new HistoryAppend
        {
            Event = MemoryEvent.Add,
            Item = Item("a") with { ActorId = "Alice", Role = "user" },
            Embedding = Embedding("text of a"),
            ChangedBy = "carol",
            ChangedByRole = "r\u00f4le",
            Reason = "nul \0 and caf\u00e9",
        }));

        (await Store.ReadAsync(["a"], Token).ToListAsync(Token)).Single().Should().BeEquivalentTo(
            new { ChangedBy = "carol", ChangedByRole = "r\u00f4le", Reason = "nul \0 and caf\u00e9", Item = new { ActorId = "Alice", Role = "user" } });
    }

    private static HistoryWrite Changed(string id, MemoryEvent change) => new(id, head => new HistoryAppend
    {
        Event = change,
        Item = head!.Item with { Version = head.Item.Version + 1, LinkedRunIds = [$"run-{head.Item.Version}"] },
    });
}
