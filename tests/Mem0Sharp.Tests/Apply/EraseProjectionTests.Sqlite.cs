using Mem0Sharp.Tests.Import;

namespace Mem0Sharp.Tests.Apply;

/// <content>What comes in from a file of Mem0's, and what a memory that reads the log before each search has forgotten by then.</content>
public sealed partial class EraseProjectionTests
{
    [Fact]
    public async Task ImportAsync_OfAnErasedMemoryWithItsHistory_FailsItAsErased_D3()
    {
        using Mem0File file = new(Mem0File.Python);
        file.Row("m1", "ADD", null, "likes tea", "2025-05-01").Row("m1", "UPDATE", "likes tea", "likes coffee", "2025-05-01", "2025-05-02")
            .Row("m2", "ADD", null, "plays chess", "2025-05-03");
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryImportOptions options = new() { Scope = MemoryFixture.Alice };
        await fixture.Memory.ImportAsync(file.Source, options, Token);
        await fixture.Memory.EraseAsync("m1", Token);

        MemoryImportResult result = await fixture.Memory.ImportAsync(file.Source, options, Token);

        result.Select(item => (item.Id, item.Outcome)).Should().Equal(
            ("m1", MemoryImportOutcome.Failed), ("m2", MemoryImportOutcome.Unchanged));
        result[0].Error.Should().BeOfType<MemoryErasedException>();
        (await fixture.Memory.GetAsync("m1", Token)).Should().BeNull();
        (await fixture.HistoryAsync("m1")).Should().BeEmpty();
    }

    [Fact]
    public async Task EraseAsync_ByAnotherMemoryOnTheFile_IsForgottenByTheCacheAtTheNextRead_D5()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem gone = await fixture.StoreAsync("likes tea");
        Memory other = fixture.OpenOther();
        await other.SearchAsync("likes tea", MemoryFixture.Alice, cancellationToken: Token);
        await fixture.Memory.EraseAsync(gone.Id, Token);
        await SearchAsync(other);
        int texts = fixture.Embeddings.TextCount;

        await other.AddAsync("likes tea", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);

        fixture.Embeddings.Texts.Skip(texts).Should().Equal(["likes tea"], "the cache has forgotten it");
    }
}
