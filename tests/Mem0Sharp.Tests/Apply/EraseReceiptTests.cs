using System.Text.Json;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A receipt holds the store to what was erased (D6).</summary>
public sealed class EraseReceiptTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task VerifyAsync_OfReceiptsOfSeveralErases_HoldsForEach_D6(bool managed)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(managed ? builder => builder.UseHistory(new InMemoryHistoryStore()) : null);
        MemoryItem first = await fixture.StoreAsync("likes tea");
        await fixture.StoreAsync("plays chess");
        MemoryItem bobs = await fixture.StoreAsync("Bob's", MemoryFixture.Bob);
        EraseReceipt one = await fixture.Memory.EraseAsync(first.Id, Token);
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        EraseReceipt two = await fixture.Memory.EraseAsync(MemoryFixture.Alice, Token);
        EraseReceipt three = await fixture.Memory.EraseAsync(bobs.Id, Token);
        await fixture.StoreAsync("written later");

        foreach (EraseReceipt receipt in (EraseReceipt[])[one, two, three])
        {
            (await fixture.Memory.VerifyAsync(receipt, Token)).Problems.Should().BeEmpty();
        }

        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        new[] { one.Hash, two.Hash, three.Hash }.Should().OnlyHaveUniqueItems().And.OnlyContain(hash => hash.Length == 64);
    }

    [Fact]
    public async Task VerifyAsync_AfterReopening_HoldsForAReceiptThatWasWrittenDown_D6()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("a secret of Alice's");
        string kept = JsonSerializer.Serialize(await fixture.Memory.EraseAsync(item.Id, Token));

        await fixture.ReopenAsync();

        kept.Should().NotContain("secret").And.NotContain("lice");
        (await fixture.Memory.VerifyAsync(JsonSerializer.Deserialize<EraseReceipt>(kept)!, Token)).IsVerified.Should().BeTrue();
    }

    [Theory]
    [InlineData("DELETE FROM erasures WHERE number = 1", true)]
    [InlineData("UPDATE erasures SET version = version + 1 WHERE number = 1", true)]
    [InlineData("UPDATE erasures SET memory_id = 'x' WHERE number = 1", true)]
    [InlineData("UPDATE erasures SET erased_at = '2020-01-01T00:00:00.0000000+00:00' WHERE number = 1", true)]
    [InlineData("UPDATE erasures SET erased_at = 'never' WHERE number = 1", false)]
    [InlineData("UPDATE properties SET value = 'x' WHERE name = 'erasures_hash'", false)]
    [InlineData("DELETE FROM properties WHERE name = 'erasures_hash'", false)]
    public async Task TamperingWithTheRecordOfErasures_IsFound_D6(string tampering, bool breaksReceipts)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await fixture.StoreAsync("likes tea");
        MemoryItem second = await fixture.StoreAsync("plays chess");
        await fixture.Memory.EraseAsync(first.Id, Token);
        EraseReceipt receipt = await fixture.Memory.EraseAsync(second.Id, Token);
        fixture.Forge(tampering);

        MemoryCheckResult check = await fixture.Memory.CheckAsync(Token);

        check.Problems.Should().ContainSingle(problem => problem.Contains("record of what was erased", StringComparison.Ordinal));
        if (breaksReceipts)
        {
            // The receipt of the second erase, though it is the record of the first that was changed.
            (await fixture.Memory.VerifyAsync(receipt, Token)).Problems.Should().ContainSingle(problem => problem.Contains("hash", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task VerifyAsync_OfAReceiptThatWasMadeUp_SaysWhatIsWrong_D6()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem live = await fixture.StoreAsync("likes tea");
        MemoryItem gone = await fixture.StoreAsync("plays chess");
        EraseReceipt receipt = await fixture.Memory.EraseAsync(gone.Id, Token);

        (await VerifyAsync(receipt with { MemoryIds = [live.Id] })).Should().Contain("is in the store").And.Contain("no record");
        (await VerifyAsync(receipt with { ErasedAt = receipt.ErasedAt.AddTicks(1) })).Should().Contain("no record");
        (await VerifyAsync(receipt with { Hash = new string('0', 64) })).Should().Contain("another one");
        (await VerifyAsync(receipt with { MemoryIds = [] })).Should().Contain("another one");
        (await VerifyAsync(receipt)).Should().BeEmpty();

        async Task<string> VerifyAsync(EraseReceipt made) => string.Join('\n', (await fixture.Memory.VerifyAsync(made, Token)).Problems);
    }

    [Fact]
    public async Task CheckAsync_WhileTheBytesOfAnEraseAreStillThere_SaysSo_D2()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await fixture.StoreAsync("likes tea");
        fixture.Forge("INSERT INTO properties (name, value) VALUES ('compaction_due', '1')");

        (await fixture.Memory.CheckAsync(Token)).Problems.Should().ContainSingle().Which.Should().Contain("bytes are still in the file");
        await fixture.ReopenAsync();
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }
}
