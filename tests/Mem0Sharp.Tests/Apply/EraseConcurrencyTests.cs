namespace Mem0Sharp.Tests.Apply;

/// <summary>Erases while others write, over one file and two memories.</summary>
public sealed class EraseConcurrencyTests
{
    private const int Writers = 4, Rounds = 20;

    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task EraseAsync_WhileOthersAddUpdateAndErase_LeavesExactlyWhatWasNotErased_D5()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder
            .Configure(options => options.Durability = HistoryDurability.Relaxed));
        MemoryItem shared = await fixture.StoreAsync("shared");
        Memory other = fixture.OpenOther();
        await other.OpenAsync(Token);

        string[][] survivors = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            () => WriteAsync(writer % 2 == 0 ? fixture.Memory : other, writer, shared.Id), Token)));

        string[] expected = [.. survivors.SelectMany(ids => ids), shared.Id];
        MemorySearchOptions all = new() { Mode = MemorySearchMode.Vector, Top = 1_000 };
        await fixture.ReopenAsync();
        foreach (Memory memory in (Memory[])[other, fixture.Memory])
        {
            (await memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).Select(item => item.Id).ToListAsync(Token))
                .Should().BeEquivalentTo(expected);
            (await memory.SearchAsync("memory", MemoryFixture.Alice, all, Token)).Select(hit => hit.Item.Id)
                .Should().BeEquivalentTo(expected);
        }

        fixture.Sql("SELECT count(*) FROM embeddings").Single()[0]
            .Should().Be(fixture.Sql("SELECT count(DISTINCT text_hash) FROM history").Single()[0]);
        (await fixture.Memory.GetAsync(shared.Id, Token))!.Version.Should().Be(1 + (Writers * Rounds));
    }

    /// <returns>The ids that were not erased.</returns>
    private static async Task<string[]> WriteAsync(Memory memory, int writer, string shared)
    {
        List<string> kept = [];
        for (int round = 0; round < Rounds; round++)
        {
            MemoryAddResult added = await memory.AddAsync(
                $"memory {writer}/{round}", MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token);
            string id = added.Items.Single().Id;
            await memory.UpdateAsync(id, $"memory {writer}/{round} changed", cancellationToken: Token);
            await memory.UpdateAsync(shared, $"shared {writer}/{round}", cancellationToken: Token);
            if (round % 2 == 0)
            {
                (await memory.EraseAsync(id, Token)).MemoryIds.Should().Equal(id);
            }
            else
            {
                kept.Add(id);
            }
        }

        return [.. kept];
    }
}
