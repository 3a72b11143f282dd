using Mem0Sharp.Faults;

namespace Mem0Sharp.Tests.Faults;

/// <summary>The look at a file after a crash can find something: what it is to find is put there by hand.</summary>
public sealed class CrashCheckTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task RunAsync_OfASoundFile_FindsNothing_A1()
    {
        await using MemoryFixture fixture = await WrittenAsync();
        CrashLedger ledger = new();
        foreach (HistoryEntry row in await RowsAsync(fixture))
        {
            ledger.Add(new CrashWrite(1, "update", [row.MemoryId], [row.Version], [row.NewText]));
        }

        CrashVerdict verdict = await CheckAsync(fixture, ledger);

        verdict.Torn.Should().BeEmpty();
        verdict.Lost.Should().BeEmpty();
        verdict.PendingHappened.Should().BeFalse();
    }

    [Theory]
    [InlineData("a version that is not there")]
    [InlineData("another text")]
    [InlineData("an erasure")]
    [InlineData("a memory that is not there")]
    public async Task RunAsync_OfAnAcknowledgedWriteThatIsNotThere_FindsItLost_A1(string lost)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        HistoryEntry last = (await RowsAsync(fixture))[^1];
        CrashLedger ledger = new();
        ledger.Add(lost switch
        {
            "another text" => new CrashWrite(1, "update", [last.MemoryId], [last.Version], ["something else"]),
            "an erasure" => new CrashWrite(1, "erase", [last.MemoryId], [0], [null]),
            "a memory that is not there" => new CrashWrite(1, "add", ["unknown"], [1], ["new"]),
            _ => new CrashWrite(1, "update", [last.MemoryId], [last.Version + 1], ["newer"]),
        });

        CrashVerdict verdict = await CheckAsync(fixture, ledger);

        verdict.Lost.Should().ContainSingle();
        verdict.Torn.Should().BeEmpty();
    }

    [Theory]
    [InlineData("DELETE FROM history WHERE version = 2")]
    [InlineData("UPDATE history SET old_hash = 'x' WHERE version = 2")]
    [InlineData("UPDATE memories SET sequence = 1 WHERE number = 1")]
    [InlineData("UPDATE memories SET is_deleted = 1 WHERE number = 1")]
    [InlineData("DELETE FROM memory_scopes WHERE number = 1")]
    [InlineData("DELETE FROM embeddings WHERE number = 1")]
    [InlineData("INSERT INTO embeddings (hash, vector) SELECT x'00', vector FROM embeddings LIMIT 1")]
    [InlineData("INSERT INTO memory_scopes VALUES (0, 'alice', 999)")]
    [InlineData("INSERT INTO erasures (sequence, memory_id, version, erased_at) SELECT 9, memory_id, 9, '' FROM memories LIMIT 1")]
    public async Task RunAsync_OfAFileWhosePartsDisagree_FindsItTorn_A1(string tear)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        fixture.Forge(tear);

        CrashVerdict verdict = await CheckAsync(fixture, new CrashLedger());

        verdict.Torn.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task RunAsync_OfABatchUnderWay_FindsHalfOfItTorn_A1(int named, bool isWhole)
    {
        await using MemoryFixture fixture = await WrittenAsync();
        string[] ids = [.. (await RowsAsync(fixture)).Select(row => row.MemoryId).Distinct(StringComparer.Ordinal)];
        CrashWrite pending = new(7, "batch", [.. ids.Take(named)], [], []);
        await fixture.Memory.BatchUpdateAsync(
            ids.Take(2).Select(id => new MemoryUpdate(id, "in a batch")), new BatchUpdateOptions { ChangedBy = pending.Key }, Token);

        CrashVerdict verdict = await CheckAsync(fixture, new CrashLedger(), pending);

        verdict.PendingHappened.Should().BeTrue();
        verdict.Torn.Any().Should().Be(!isWhole);
    }

    private static async Task<MemoryFixture> WrittenAsync()
    {
        // The embedder that the check opens the file with.
        MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseEmbeddings(new Testing.DeterministicEmbeddingGenerator(dimensions: 16)));
        MemoryItem first = await fixture.StoreAsync("Likes tea");
        await fixture.StoreAsync("Owns a boat");
        await fixture.StoreAsync("Plays chess");
        await fixture.Memory.UpdateAsync(first.Id, "Likes coffee", cancellationToken: Token);
        return fixture;
    }

    private static Task<List<HistoryEntry>> RowsAsync(MemoryFixture fixture) =>
        fixture.Memory.HistoryAsync(new HistoryFilter(), Token).ToListAsync(Token).AsTask();

    private static async Task<CrashVerdict> CheckAsync(MemoryFixture fixture, CrashLedger ledger, CrashWrite? pending = null)
    {
        await fixture.Memory.DisposeAsync();
        return await CrashCheck.RunAsync(fixture.Path, ledger, pending, Token);
    }
}
