namespace Mem0Sharp.Tests.Apply;

/// <content>What is done to the file behind the library's back.</content>
public sealed partial class EraseReceiptTests
{
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
