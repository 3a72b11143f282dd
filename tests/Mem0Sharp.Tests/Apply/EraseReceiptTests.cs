using System.Text.Json;

namespace Mem0Sharp.Tests.Apply;

/// <summary>A receipt holds the store to what was erased (D6).</summary>
public sealed partial class EraseReceiptTests
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
}
