using System.Text.Json.Nodes;

namespace Mem0Sharp.Tests.History;

/// <summary>A row of the history has the whole memory before and after, however it is read.</summary>
public sealed class HistoryBeforeTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HistoryAsync_EveryRow_HasTheWholeMemoryBeforeIt(bool inFile)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(inFile ? null : builder => builder.UseHistory(new InMemoryHistoryStore()));
        MemoryItem item = await fixture.StoreAsync("Likes tea", options: new MemoryAddOptions { Tags = ["drink"] });
        await fixture.StoreAsync("Owns a boat");
        await fixture.Memory.UpdateAsync(
            item.Id, new MemoryPatch { Metadata = new JsonObject { ["sure"] = true }, Tags = TagsPatch.Clear }, cancellationToken: Token);
        await fixture.Memory.UpdateAsync(item.Id, "Likes coffee", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(item.Id, cancellationToken: Token);
        await fixture.Memory.RestoreAsync(item.Id, 3, cancellationToken: Token);

        List<HistoryEntry> rows = await fixture.HistoryAsync(item.Id);
        List<HistoryEntry> tail = await fixture.Memory.HistoryAsync(new HistoryFilter { AfterSequence = rows[2].Sequence }, Token).ToListAsync(Token);

        rows[0].Before.Should().BeNull();
        for (int i = 1; i < rows.Count; i++)
        {
            FullMemory.ShouldBeSame(rows[i].Before!, rows[i - 1].Item);
        }

        rows[1].Before!.Tags.Should().Equal("drink");
        rows[1].Item.Tags.Should().BeEmpty();
        rows[^1].Event.Should().Be(MemoryEvent.Restore);
        rows[^1].Before!.Version.Should().Be(4, "what was deleted stands before what came back");
        tail.Should().HaveCount(2);
        FullMemory.ShouldBeSame(tail[0].Before!, rows[2].Item);
        FullMemory.ShouldBeSame(tail[1].Before!, rows[3].Item);
    }
}
