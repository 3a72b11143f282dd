namespace Mem0Sharp.Tests.Relate;

/// <content>A copy of the file.</content>
public sealed partial class LinkImportTests
{
    [Fact]
    public async Task BackupAsync_HasTheLinks()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo) = (await fixture.StoreAsync("Likes tea"), await fixture.StoreAsync("Lives in Oslo"));
        await fixture.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.5));
        using BadInput.TemporaryFile copy = new();

        await fixture.Memory.BackupAsync(copy.Path, Token);

        await using Memory backup = new MemoryBuilder().UseSqlite(copy.Path).UseEmbeddings(fixture.Embeddings).Build();
        (await backup.WalkAsync(oslo.Id)).Should().Equal("Likes tea 0.5");
    }
}
