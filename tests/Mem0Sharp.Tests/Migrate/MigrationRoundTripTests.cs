using Mem0Sharp.Tests.Keeping;

namespace Mem0Sharp.Tests.Migrate;

/// <summary>A copy of a history is the same history, and back again.</summary>
public sealed class MigrationRoundTripTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task MigrateAsync_FromAFileToMemoryAndBack_IsTheSameHistoryEachTime(int seed)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await using HistoryFiles files = new();
        IHistoryStore source = await files.OpenAsync(fixture.Path);
        await MigrationSource.FillAsync(fixture, source, seed);
        IHistoryStore between = await files.NewAsync(inFile: false), back = await files.NewAsync(inFile: true);
        List<string> held = await Held.ByAsync(source);
        foreach (string kind in (string[])["Link", "Delete", "Restore", "head", "embedding", "to be embedded", "rejected", "call", "queued", "erased"])
        {
            held.Should().Contain(line => line.Contains(kind), "there is something of each kind");
        }

        HistoryMigrationResult there = await source.MigrateAsync(between, cancellationToken: Token);
        HistoryMigrationResult again = await between.MigrateAsync(back, cancellationToken: Token);

        (await Held.ByAsync(between)).Should().Equal(held);
        (await Held.ByAsync(back)).Should().Equal(held);
        (await back.CheckAsync(Token)).Should().BeEmpty();
        there.Copied.Should().Be(there.Rows).And.Be(held.Count(line => line.Contains(" before ")));
        there.Memories.Should().Be(held.Count(line => line.StartsWith("head", StringComparison.Ordinal)));
        (there.Rejections, there.Calls, there.Queued, there.Erased).Should().Be((Count("rejected"), Count("call"), Count("queued"), Count("erased")));
        there.Source.Should().Be(await source.GetPositionAsync(Token));
        again.Should().Be(there with { Source = there.Target, Target = await back.GetPositionAsync(Token) });
        (await Held.ByAsync(source)).Should().Equal(held, "the source is not changed");

        long Count(string kind) => held.Count(line => line.StartsWith(kind + " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MigrateAsync_OfAMemory_ShowsTheSameAtEveryMomentWithoutAnEmbeddingCall()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        await using HistoryFiles files = new();
        await RandomStore.FillAsync(fixture, seed: 4, steps: 400);
        MemoryItem boat = await fixture.StoreAsync("Owns a boat");
        EraseReceipt receipt = await fixture.Memory.EraseAsync(boat.Id, Token);
        MemoryAddOptions once = new() { Mode = MemoryAddMode.Verbatim, IdempotencyKey = "once" };
        MemoryAddResult added = await fixture.Memory.AddAsync("Plays chess", MemoryFixture.Alice, once, Token);
        IHistoryStore target = await files.NewAsync(inFile: false);
        int embedded = fixture.Embeddings.CallCount;

        await (await files.OpenAsync(fixture.Path)).MigrateAsync(target, cancellationToken: Token);

        fixture.Embeddings.CallCount.Should().Be(embedded);
        await using Memory copy = new MemoryBuilder().UseHistory(target).UseEmbeddings(fixture.Embeddings).UseTimeProvider(fixture.Time).Build();
        (await copy.CheckAsync(Token)).Problems.Should().BeEmpty();
        foreach (MemoryScope scope in RandomStore.Scopes)
        {
            (await SeenAsync(copy, scope)).Should().Equal(await SeenAsync(fixture.Memory, scope));
        }

        (await copy.VerifyAsync(receipt, Token)).Problems.Should().BeEmpty();
        MemoryAddResult repeated = await copy.AddAsync("Plays chess", MemoryFixture.Alice, once, Token);
        repeated.Items.Single().Id.Should().Be(added.Items.Single().Id);
        (await target.GetPositionAsync(Token)).Sequence.Should().Be((await target.ReadAfterAsync(0, Token).LastAsync(Token)).Sequence, "nothing was written since");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task MigrateAsync_OfAnEmptyHistory_IsEmpty(bool fromFile, bool toFile)
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(fromFile), target = await files.NewAsync(toFile);

        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        (result.Rows, result.Memories, result.Copied).Should().Be((0, 0, 0));
        (await target.GetPositionAsync(Token)).Sequence.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MigrateAsync_OfAHistoryThatIsErasedAltogether_NotesThat(bool toFile)
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false), target = await files.NewAsync(toFile);
        await source.CommitAsync([History.HistoryRows.Add("a"), History.HistoryRows.Add("b")], Token);
        await source.EraseAsync(new HistoryErasureRequest { MemoryIds = ["b", "a"], ErasedAt = History.HistoryRows.Noon }, Token);

        HistoryMigrationResult result = await source.MigrateAsync(target, cancellationToken: Token);

        (result.Rows, result.Erased).Should().Be((0, 2));
        (await target.GetErasuresAsync(0, Token)).Select(erased => erased.MemoryId).Should().Equal("b", "a");
    }

    [Fact]
    public async Task MigrateAsync_WithProgress_TellsRowsThatOnlyGrowUntilAllAreCompared()
    {
        await using HistoryFiles files = new();
        IHistoryStore source = await files.NewAsync(inFile: false), target = await files.NewAsync(inFile: false);
        await source.CommitAsync([.. Enumerable.Range(0, 700).Select(i => History.HistoryRows.Add($"{i}"))], Token);
        Told told = new();

        await source.MigrateAsync(target, told, Token);

        told.Seen.Should().HaveCountGreaterThan(5).And.OnlyContain(progress => progress.Total == 700 && progress.Compared <= progress.Copied);
        told.Seen.Select(progress => progress.Copied).Should().BeInAscendingOrder().And.StartWith(0).And.Contain(256).And.EndWith(700);
        told.Seen.Select(progress => progress.Compared).Should().BeInAscendingOrder().And.StartWith(0).And.EndWith(700);
    }

    private static async Task<List<string>> SeenAsync(Memory memory, MemoryScope scope)
    {
        List<string> seen = await memory.GetAllAsync(scope, cancellationToken: Token).Select(Plain).ToListAsync(Token);
        foreach (int day in Enumerable.Range(-1, 16))
        {
            DateTimeOffset moment = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day);
            foreach (MemoryAsOf asOf in (MemoryAsOf[])[MemoryAsOf.Held(moment), MemoryAsOf.Known(moment)])
            {
                seen.AddRange(await memory.GetAllAsync(scope, new MemoryListOptions { AsOf = asOf }, Token).Select(Plain).ToListAsync(Token));
            }
        }

        foreach (string drink in RandomStore.Drinks)
        {
            seen.AddRange((await memory.SearchAsync($"Likes {drink}, cup 3", scope, cancellationToken: Token)).Select(found => $"{found.Score:R} {Plain(found.Item)}"));
        }

        return seen;
    }

    private static string Plain(MemoryItem item) => System.Text.Json.JsonSerializer.Serialize(item);
}
