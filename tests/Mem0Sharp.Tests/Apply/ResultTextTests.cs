namespace Mem0Sharp.Tests.Apply;

/// <summary>What results say of themselves: kinds, numbers and ids, never what a memory says.</summary>
public sealed class ResultTextTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ToString_OfResults_CountsWhatHappened()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem first = await fixture.StoreAsync("likes tea");
        MemoryItem second = await fixture.StoreAsync("owns a boat");

        BatchUpdateResult updated = await fixture.Memory.BatchUpdateAsync(
            [new MemoryUpdate(first.Id, "likes coffee"), new MemoryUpdate(second.Id, "owns a boat"), new MemoryUpdate("none", "x"), new MemoryUpdate("neither", "x")],
            cancellationToken: Token);
        BatchDeleteResult deleted = await fixture.Memory.BatchDeleteAsync([first.Id, "none"], cancellationToken: Token);
        EraseReceipt receipt = await fixture.Memory.EraseAsync(second.Id, Token);
        EraseVerification verification = await fixture.Memory.VerifyAsync(receipt, Token);

        (updated.UpdatedCount, updated.FailedCount, updated.Count).Should().Be((1, 2, 4));
        updated.ToString().Should().Be("BatchUpdateResult (1 updated, 2 failed)");
        deleted.ToString().Should().Be("BatchDeleteResult (1 of 2 deleted)");
        receipt.ToString().Should().Be("EraseReceipt (1 memories)");
        verification.ToString().Should().Be("EraseVerification (0 problems)");
        new MemoryUpdate(first.Id, "secret").ToString().Should().Be($"MemoryUpdate {first.Id}");
    }

    [Fact]
    public void ToString_OfWritesAndTheirResults_NamesKindIdAndError()
    {
        new MemoryWrite.Delete("a").ToString().Should().Be("Delete a");
        MemoryWriteResult.Failed(new MemoryNotFoundException("a")).ToString().Should().Be($"MemoryWriteResult {new MemoryNotFoundException("a").ErrorCode}");
        new MemoryWriteResult(UpdateOutcome.Deleted, Item: null).ToString().Should().Be("MemoryWriteResult Deleted");
    }
}
