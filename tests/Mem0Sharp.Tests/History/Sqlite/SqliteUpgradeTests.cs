using System.Text.Json;
using Mem0Sharp.Faults;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>A file of the first format opens, and is all of the second afterwards; or is as it was (A8).</summary>
public sealed class SqliteUpgradeTests
{
    private const string Format = "PRAGMA user_version";

    private static readonly MemoryScope RunA = MemoryScope.ForUser("alice", "coach", "A", "web");

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task OpenAsync_OfTheFirstFormat_MakesTheSameTablesAsANewFile_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await using MemoryFixture fresh = MemoryFixture.ByRules();
        Fill(fixture);
        fixture.Sql(Format).Single()[0].Should().Be(1L);

        await fixture.Memory.OpenAsync(Token);
        await fresh.Memory.OpenAsync(Token);

        fixture.Sql(Format).Single()[0].Should().Be(SqliteSchema.Version);
        Schema(fixture).Should().Equal(Schema(fresh));
    }

    [Fact]
    public async Task AnyRead_OfAnUpgradedFile_GivesWhatWasThere_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem full = Fill(fixture).Single(row => string.Equals(row.Item.Id, "full", StringComparison.Ordinal)).Item;

        FullMemory.ShouldBeSame((await fixture.Memory.GetAsync("full", Token))!, full);
        (await fixture.Memory.GetAsync("changed", Token))!.Should().BeEquivalentTo(new { Text = "likes coffee", Version = 3 });
        (await fixture.Memory.GetAsync("deleted", Token)).Should().BeNull();
        (await ListedAsync(fixture, MemoryFixture.Alice)).Should().Equal("full", "restored", "linked", "changed");
        (await ListedAsync(fixture, MemoryScope.ForRun("B"))).Should().Equal("linked");
        (await ListedAsync(fixture, MemoryFixture.Bob)).Should().Equal("nul", "bobs");
        (await ListedAsync(fixture, MemoryScope.ForAgent("chef"))).Should().Equal("back");
        (await fixture.Memory.CountAsync(MemoryFixture.Alice, new MemoryListOptions { IncludeExpired = true }, Token)).Should().Be(5);
        (await fixture.Memory.SearchAsync("likes coffee", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0]
            .Item.Should().BeEquivalentTo(new { Id = "changed", Version = 3 });
        (await fixture.Memory.GetAsync("nul", Token))!.Text.Should().Be("a\0b \U0001F3BB");
        fixture.Embeddings.CallCount.Should().Be(0, "even the question's text is in the file");
    }

    [Fact]
    public async Task HistoryAsync_OfAnUpgradedFile_HasEveryRowAndAChainOfHashes_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        var rows = Fill(fixture);

        List<HistoryEntry> entries = await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token);

        entries.Select(entry => entry.Sequence).Should().Equal(Enumerable.Range(1, rows.Count).Select(n => (long)n));
        Dictionary<string, string> last = new(StringComparer.Ordinal);
        foreach ((HistoryEntry entry, (string change, MemoryItem item, string? oldText)) in entries.Zip(rows))
        {
            entry.Event.ToString().Should().BeEquivalentTo(change);
            FullMemory.ShouldBeSame(entry.Item, item);
            (entry.OldText, entry.NewText).Should().Be((oldText, entry.IsDeleted ? null : item.Text));
            (entry.ChangedBy, entry.ChangedByRole).Should().Be((null, null), "nobody knows");
            entry.NewHash.Should().Be(Sha256.Of(JsonSerializer.SerializeToUtf8Bytes(item)));
            entry.OldHash.Should().Be(last.GetValueOrDefault(item.Id));
            last[item.Id] = entry.NewHash;
        }

        entries.Single(entry => entry.Sequence == 2).Reason.Should().Be("said so");
        fixture.Sql("SELECT text_hash FROM history ORDER BY sequence").Select(row => Convert.ToHexString((byte[])row[0]!))
            .Should().Equal(rows.Select(row => Hash(row.Item.Text)));
    }

    [Fact]
    public async Task UpdateAsync_OfAnUpgradedFile_GoesOnWithTheChain_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        Fill(fixture);

        await fixture.Memory.UpdateAsync("changed", "likes milk", cancellationToken: Token);

        List<HistoryEntry> entries = await fixture.HistoryAsync("changed");
        entries.Select(entry => entry.Version).Should().Equal(1, 2, 3, 4);
        entries[^1].OldHash.Should().Be(entries[^2].NewHash);
        (await fixture.Memory.LiftRejectionAsync(MemoryFixture.Alice, "likes coffee", Token)).Should().BeTrue();
    }

    [Fact]
    public async Task GetAllAsync_AsOf_OfAnUpgradedFile_ListsWhatWasDeletedSince_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        var rows = Fill(fixture);
        DateTimeOffset before = rows.Single(row => row is { Event: "DELETE", Item.Id: "deleted" }).Item.RecordedAt.AddTicks(-1);

        (await AsOfAsync(before)).Should().Contain("deleted");
        (await AsOfAsync(before.AddTicks(1))).Should().NotContain("deleted");
        (await AsOfAsync(rows[0].Item.RecordedAt)).Should().Equal("changed");
        (await fixture.Memory.GetAllAsync(
            MemoryScope.ForRun("B"), new MemoryListOptions { AsOf = MemoryAsOf.Known(before) }, Token).CountAsync(Token)).Should().Be(1);

        async Task<List<string>> AsOfAsync(DateTimeOffset at) => await fixture.Memory
            .GetAllAsync(MemoryFixture.Alice, new MemoryListOptions { AsOf = MemoryAsOf.Known(at) }, Token).Select(item => item.Id).ToListAsync(Token);
    }

    [Fact]
    public async Task RestoreAsync_OfAnUpgradedFile_EmbedsNothing_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        Fill(fixture);

        await fixture.Memory.RestoreAsync("deleted", 1, cancellationToken: Token);
        await fixture.Memory.RestoreAsync("changed", 1, new MemoryRestoreOptions { Force = true }, Token);
        (await fixture.Memory.SearchAsync("likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Id.Should().Be("changed");
        (await fixture.Memory.SearchAsync("owns a boat", MemoryFixture.Alice, MemoryFixture.ByVector, Token))[0].Item.Id.Should().Be("deleted");

        fixture.Embeddings.CallCount.Should().Be(0);
    }

    [Fact]
    public async Task EraseAsync_OfAnUpgradedFile_TakesTheVectorsToo_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        Fill(fixture);

        await fixture.Memory.EraseAsync("changed", Token);
        await fixture.Memory.EraseAsync("deleted", Token);

        IEnumerable<string> kept = fixture.Sql("SELECT hash FROM embeddings").Select(row => Convert.ToHexString((byte[])row[0]!));
        kept.Should().NotContain([Hash("likes coffee"), Hash("owns a boat")]).And.Contain(Hash("likes tea"), "Bob says that too");

        fixture.Sql("SELECT number FROM memory_scopes EXCEPT SELECT number FROM memories").Should().BeEmpty();
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(2);
    }

    [Theory]
    [InlineData("UPDATE history SET record = '[' || record WHERE sequence = 9", "UPDATE history SET record = substr(record, 2) WHERE sequence = 9")]
    [InlineData("CREATE TRIGGER trap BEFORE UPDATE ON history WHEN NEW.sequence = 9 BEGIN SELECT RAISE(ABORT, 'trap'); END", "DROP TRIGGER trap")]
    [InlineData("CREATE TRIGGER trap BEFORE UPDATE ON history WHEN NEW.sequence = 9 BEGIN SELECT RAISE(ROLLBACK, 'trap'); END", "DROP TRIGGER trap")]
    [InlineData("CREATE TABLE erasures (theirs)", "DROP TABLE erasures")]
    public async Task OpenAsync_FailingInMidUpgrade_LeavesTheFirstFormatAndCanBeRepeated_A8(string damage, string mend)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        var rows = Fill(fixture);
        fixture.Sql(damage);
        List<string> before = Content(fixture);

        for (int attempt = 0; attempt < 2; attempt++)
        {
            await fixture.Memory.Awaiting(memory => memory.OpenAsync(Token)).Should().ThrowAsync<MemoryStoreException>();
            fixture.Sql(Format).Single()[0].Should().Be(1L);
            Content(fixture).Should().Equal(before, "nothing of it has happened");
        }

        fixture.Sql(mend);
        await fixture.Memory.OpenAsync(Token);
        fixture.Sql(Format).Single()[0].Should().Be(SqliteSchema.Version);
        (await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).CountAsync(Token)).Should().Be(rows.Count);
    }

    [Fact]
    public async Task OpenAsync_OfTwoAtOnce_UpgradesOnce_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        int rows = Fill(fixture).Count;
        Memory[] memories = [fixture.Memory, fixture.OpenOther(), fixture.OpenOther()];
        using Barrier together = new(memories.Length);

        await Task.WhenAll(memories.Select(memory => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(Token);
                return memory.OpenAsync(Token);
            },
            Token,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()));

        foreach (Memory memory in memories)
        {
            (await memory.HistoryAsync(new HistoryFilter(), Token).CountAsync(entry => entry.NewHash.Length == 64, Token)).Should().Be(rows);
        }
    }

    [Fact]
    public async Task OpenAsync_OfTwoThousandRows_UpgradesEveryPage_A8()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        using (FirstFormatFile file = new(fixture.Path))
        {
            file.Space("deterministic", 64);
            for (int i = 0; i < 2_000; i++)
            {
                int version = (i / 7) + 1;
                MemoryItem item = Item($"m{i % 7}", text: $"text {i}") with { Version = version, RecordedAt = Noon.AddSeconds(i) };
                file.Append(version == 1 ? "ADD" : "UPDATE", item, fixture.Embeddings.VectorOf(item.Text));
            }
        }

        List<HistoryEntry> entries = await fixture.Memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token);

        entries.Should().HaveCount(2_000);
        foreach (IGrouping<string, HistoryEntry> memory in entries.GroupBy(entry => entry.MemoryId, StringComparer.Ordinal))
        {
            memory.Select(entry => entry.OldHash).Should().Equal(memory.Select(entry => entry.NewHash).SkipLast(1).Prepend(null));
            memory.Should().OnlyContain(entry => entry.NewHash.Length == 64);
        }

        fixture.Sql("SELECT count(*) FROM history WHERE text_hash IS NULL").Single()[0].Should().Be(0L);
        (await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).CountAsync(Token)).Should().Be(7);
        fixture.Embeddings.CallCount.Should().Be(0);
    }

    /// <summary>Adds, changes, deletes, links and restores in several scopes.</summary>
    private static List<(string Event, MemoryItem Item, string? OldText)> Fill(MemoryFixture fixture)
    {
        using FirstFormatFile file = new(fixture.Path);
        file.Space(fixture.Embeddings.ModelId, fixture.Embeddings.Dimensions);
        MemoryItem changed = Item("changed", text: "likes tea") with { ActorId = "Alice", Role = "user" };
        MemoryItem linked = Item("linked", RunA, "has a cat");
        MemoryItem deleted = Item("deleted", text: "owns a boat");
        MemoryItem restored = Item("restored", text: "plays chess");
        MemoryItem back = Item("back", MemoryScope.ForAgent("chef"), "cooks");
        Append("ADD", changed);
        Append("UPDATE", changed with { Version = 2, Text = "likes coffee" }, reason: "said so");
        Append("ADD", Item("bobs", MemoryFixture.Bob, "likes tea"));
        Append("UPDATE", changed with { Version = 3, Text = "likes coffee", Tags = ["new"] });
        Append("ADD", linked);
        Append("LINK", linked with { Version = 2, LinkedRunIds = ["B"], LinkedAgentIds = ["chef 2"] });
        Append("ADD", deleted);
        Append("ADD", restored);
        Append("UPDATE", restored with { Version = 2, Text = "plays go" });
        Append("DELETE", deleted with { Version = 2 });
        Append("RESTORE", restored with { Version = 3 });
        Append("ADD", back);
        Append("DELETE", back with { Version = 2 });
        Append("RESTORE", back with { Version = 3 });
        Append("ADD", Item("expired", text: "brief") with { ExpiresAt = fixture.Time.GetUtcNow() });
        Append("ADD", FullMemory.Item with { Id = "full", Version = 1, ReviewOf = null });
        Append("ADD", Item("nul", MemoryFixture.Bob, "a\0b \U0001F3BB"));
        Append("DELETE", Item("nul", MemoryFixture.Bob, "a\0b \U0001F3BB") with { Version = 2 });
        Append("RESTORE", Item("nul", MemoryFixture.Bob, "a\0b \U0001F3BB") with { Version = 3 });
        return file.Rows;

        void Append(string change, MemoryItem item, string? reason = null) => file.Append(
            change,
            item with { RecordedAt = Noon.AddHours(file.Rows.Count) },
            fixture.Embeddings.VectorOf(item.Text),
            reason);
    }

    private static string Hash(string text) => Convert.ToHexString(HistoryRecord.TextHash(text));

    private static async Task<List<string>> ListedAsync(MemoryFixture fixture, MemoryScope scope) =>
        await fixture.Memory.GetAllAsync(scope, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token);

    /// <summary>Every column of every table, and every index: by name, type and place.</summary>
    private static List<string> Schema(MemoryFixture fixture) =>
    [
        .. fixture.Sql(
            """
            SELECT t.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
            FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid
            """).Select(row => (string)row[0]!),
        .. fixture.Sql(
            """
            SELECT i.tbl_name || ' ' || i.name || ' ' || x.seqno || ' ' || coalesce(x.name, '') || ' ' || coalesce(i.sql, '')
            FROM sqlite_master i JOIN pragma_index_info(i.name) x WHERE i.type = 'index' ORDER BY i.tbl_name, i.name, x.seqno
            """).Select(row => (string)row[0]!),
    ];

    private static List<string> Content(MemoryFixture fixture) =>
    [
        .. fixture.Sql("SELECT name || coalesce(sql, '') FROM sqlite_master ORDER BY name").Select(row => (string)row[0]!),
        .. ((string[])["history", "memories", "memory_scopes", "embeddings", "properties"]).SelectMany(table => fixture.Sql($"SELECT * FROM {table}"))
            .Select(row => string.Join('|', row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}"))),
    ];
}
