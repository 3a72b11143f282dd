using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp.Tests.History.Sqlite;

/// <summary>Who changed what is read with plain SQL beside the columns that Mem0 has, and the chain of hashes is checked with nothing of ours.</summary>
public sealed class SqliteChangeColumnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task History_OfSeveralChanges_SaysWhoMadeThemBesideMem0sColumns()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await ChangeAsync(fixture);

        List<object?[]> rows = fixture.Sql(
            "SELECT event, old_memory, new_memory, is_deleted, actor_id, role, changed_by, changed_by_role, reason FROM history "
            + $"WHERE memory_id = '{item.Id}' ORDER BY sequence");

        rows.Should().HaveCount(4);
        rows[0].Should().Equal(["ADD", null, "likes tea", 0L, null, "user", null, "user", null]);
        rows[1].Should().Equal(["UPDATE", "likes tea", "likes coffee", 0L, null, "user", "carol", "admin", "she asked"]);
        rows[2].Should().Equal(["DELETE", "likes coffee", null, 1L, null, "user", "dora", null, null]);
        rows[3].Should().Equal(["RESTORE", null, "likes coffee", 0L, null, "user", null, null, "back"]);
        fixture.Sql("SELECT name FROM pragma_table_info('history')").Select(row => (string)row[0]!).Should().Contain(
            [
                "id", "memory_id", "old_memory", "new_memory", "event", "created_at", "updated_at", "is_deleted", "actor_id", "role",
                "changed_by", "changed_by_role", "old_hash", "new_hash",
            ]);
    }

    [Fact]
    public async Task History_Hashes_AreTheSha256OfTheRecordColumnInAChain()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await ChangeAsync(fixture);
        await fixture.StoreAsync("caf\u00e9 \ud83d\ude00 a\0b");

        List<object?[]> rows = fixture.Sql("SELECT CAST(record AS BLOB), old_hash, new_hash FROM history ORDER BY sequence");
        List<object?[]> own = fixture.Sql($"SELECT old_hash, new_hash FROM history WHERE memory_id = '{item.Id}' ORDER BY sequence");

        rows.Should().HaveCount(5);
        rows.Select(row => HashOf(row[0])).Should().Equal(rows.Select(row => (string)row[2]!));
        own.Select(row => row[0]).Should().Equal([null, .. own.SkipLast(1).Select(row => row[1])]);
        Encoding.UTF8.GetString((byte[])rows[0][0]!).Should().Contain("\"memory\":\"likes tea\"");
    }

    [Fact]
    public async Task History_ARecordThatWasChangedInTheFile_NoLongerFitsItsHash()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await ChangeAsync(fixture);

        fixture.Sql("UPDATE history SET record = replace(record, 'likes coffee', 'likes vodka') WHERE version = 2");

        List<object?[]> rows = fixture.Sql("SELECT CAST(record AS BLOB), new_hash FROM history ORDER BY sequence");
        rows.Select(row => string.Equals(HashOf(row[0]), (string)row[1]!, StringComparison.Ordinal)).Should().Equal(true, false, true, true);
    }

    private static string HashOf(object? record) => Convert.ToHexStringLower(SHA256.HashData((byte[])record!));

    private static async Task<MemoryItem> ChangeAsync(MemoryFixture fixture)
    {
        MemoryItem item = await fixture.StoreAsync("likes tea");
        await fixture.Memory.UpdateAsync(
            item.Id, "likes coffee", new MemoryUpdateOptions { ChangedBy = "carol", ChangedByRole = "admin", Reason = "she asked" }, Token);
        await fixture.Memory.DeleteAsync(item.Id, new MemoryDeleteOptions { ChangedBy = "dora" }, Token);
        await fixture.Memory.RestoreAsync(item.Id, 2, new MemoryRestoreOptions { Reason = "back" }, Token);
        return item;
    }
}
