namespace Mem0Sharp.Tests.Apply;

/// <content>A file that is put in place of another.</content>
public sealed partial class KeptVectorStoreTests
{
    [Fact]
    public async Task OpenAsync_OfAStoreAheadOfAFileThatWasBroughtBack_BeginsItAnew()
    {
        await using FailingVectorStore store = new();
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseVectorStore(store, isOwned: false));
        MemoryItem item = await fixture.StoreAsync("likes tea");
        string backup = fixture.Path + ".backup";
        await fixture.Memory.BackupAsync(backup, cancellationToken: Token);
        await fixture.StoreAsync("written after the backup");
        await fixture.Memory.DisposeAsync();
        File.Move(backup, fixture.Path, overwrite: true);
        await fixture.ReopenAsync();

        (await SearchAsync(fixture.Memory)).Select(hit => hit.Item).Should().Equal(item);
    }
}
