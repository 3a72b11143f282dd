namespace Mem0Sharp.Tests.Keeping;

/// <summary>What is exported and imported is the same store, but for when it was recorded.</summary>
public sealed class ExportRoundTripTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task ImportAsync_OfARandomStoresExport_IsTheSameStoreWithoutAnEmbeddingCall(int seed, bool inFile)
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await RandomStore.FillAsync(source, seed, steps: 700);
        string[] exported = await Exported.LinesAsync(source.Memory);
        exported.Should().Contain(line => line.Contains("\"rejected\"")).And.Contain(line => line.Contains("LINK"))
            .And.Contain(line => line.Contains("DELETE")).And.Contain(line => line.Contains("RESTORE")).And.Contain(line => line.Contains("review_of"));
        await using MemoryFixture target = MemoryFixture.ByRules(builder =>
        {
            builder.UseTimeProvider(source.Time);
            if (!inFile)
            {
                builder.UseHistory(new InMemoryHistoryStore());
            }
        });

        MemoryImportResult result = await Exported.ImportAsync(target.Memory, exported);

        target.Embeddings.CallCount.Should().Be(0);
        result.FailedCount.Should().Be(0);
        result.ImportedCount.Should().Be(result.Count).And.BePositive();
        (await target.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
        Exported.Timeless(await Exported.LinesAsync(target.Memory)).Should().Equal(Exported.Timeless(exported));
        foreach (MemoryScope scope in RandomStore.Scopes)
        {
            (await SeenAsync(target.Memory, scope)).Should().Equal(await SeenAsync(source.Memory, scope));
        }
    }

    [Fact]
    public async Task ImportAsync_Again_WritesNothing()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await RandomStore.FillAsync(source, seed: 5, steps: 200);
        string[] exported = await Exported.LinesAsync(source.Memory);
        await using MemoryFixture target = MemoryFixture.ByRules(builder => builder.UseTimeProvider(source.Time));
        await Exported.ImportAsync(target.Memory, exported);
        FileRows before = FileRows.Of(target);

        MemoryImportResult again = await Exported.ImportAsync(target.Memory, exported);

        FileRows.Of(target).Should().Be(before);
        again.UnchangedCount.Should().Be(again.Count).And.BePositive();
    }

    [Fact]
    public async Task ImportAsync_OfALongerExport_GoesOn()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem tea = await source.StoreAsync("Likes tea");
        MemoryItem boat = await source.StoreAsync("Owns a boat");
        await using MemoryFixture target = MemoryFixture.ByRules();
        await Exported.ImportAsync(target.Memory, await Exported.LinesAsync(source.Memory));
        await source.Memory.UpdateAsync(tea.Id, "Likes coffee", cancellationToken: Token);
        MemoryItem chess = await source.StoreAsync("Plays chess");

        MemoryImportResult result = await Exported.ImportAsync(target.Memory, await Exported.LinesAsync(source.Memory));

        result.Should().Equal(
            new MemoryImportItem(tea.Id, MemoryImportOutcome.Imported, 2, Error: null),
            new MemoryImportItem(boat.Id, MemoryImportOutcome.Unchanged, 1, Error: null),
            new MemoryImportItem(chess.Id, MemoryImportOutcome.Imported, 1, Error: null));
        (await target.HistoryAsync(tea.Id)).Select(row => row.Item.Text).Should().Equal("Likes tea", "Likes coffee");
    }

    [Fact]
    public async Task ImportAsync_FromAnotherSpace_EmbedsAnew()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await source.StoreAsync("Likes tea");
        await using MemoryFixture target = MemoryFixture.ByRules(builder => builder.UseEmbeddings(new LexicalEmbeddingGenerator()));

        await Exported.ImportAsync(target.Memory, await Exported.LinesAsync(source.Memory));

        (await target.Memory.SearchAsync("Likes tea", MemoryFixture.Alice, MemoryFixture.ByVector, Token)).Single().Score.Should().BeApproximately(1, 1e-5);
        (await target.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task ImportAsync_OfWhatAPersonRejected_KeepsItRejected()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem tea = await source.StoreAsync("I like tea");
        await source.Memory.DeleteAsync(tea.Id, cancellationToken: Token);
        await using MemoryFixture target = MemoryFixture.ByRules();
        await using MemoryFixture other = MemoryFixture.ByRules();
        string[] exported = await Exported.LinesAsync(source.Memory);

        await Exported.ImportAsync(target.Memory, exported);

        (await target.Memory.LiftRejectionAsync(MemoryFixture.Alice, "i like  TEA", Token)).Should().BeTrue();
        (await other.Memory.LiftRejectionAsync(MemoryFixture.Alice, "i like  TEA", Token)).Should().BeFalse();
        exported.Single(line => line.Contains("rejected")).Should().NotContainAny("tea", "alice");
    }

    [Fact]
    public async Task ImportAsync_OfAnErasedMemory_DoesNotBringItBack()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        await fixture.Memory.UpdateAsync(tea.Id, "Likes coffee", cancellationToken: Token);
        MemoryItem boat = await fixture.StoreAsync("Owns a boat");
        string[] exported = await Exported.LinesAsync(fixture.Memory);
        await fixture.Memory.EraseAsync(tea.Id, Token);

        MemoryImportResult result = await Exported.ImportAsync(fixture.Memory, exported);

        result.Select(item => (item.Id, item.Outcome)).Should().Equal(
            (tea.Id, MemoryImportOutcome.Failed), (boat.Id, MemoryImportOutcome.Unchanged));
        result[0].Error.Should().BeOfType<MemoryErasedException>();
        (await fixture.Memory.GetAsync(tea.Id, Token)).Should().BeNull();
    }

    [Fact]
    public async Task ImportAsync_OverAnotherMemoryOfTheSameId_FailsThatOneOnly()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        MemoryItem tea = await source.StoreAsync("Likes tea");
        MemoryItem boat = await source.StoreAsync("Owns a boat");
        await using MemoryFixture target = MemoryFixture.ByRules();
        string[] exported = await Exported.LinesAsync(source.Memory);
        await Exported.ImportAsync(target.Memory, exported.Select(line => line.Replace("Likes tea", "Likes gin", StringComparison.Ordinal)).ToArray());

        MemoryImportResult result = await Exported.ImportAsync(target.Memory, exported);

        result.Select(item => (item.Id, item.Outcome)).Should().Equal(
            (tea.Id, MemoryImportOutcome.Failed), (boat.Id, MemoryImportOutcome.Unchanged));
        result[0].Error.Should().BeOfType<MemoryConflictException>();
        (await target.Memory.GetAsync(tea.Id, Token))!.Text.Should().Be("Likes gin");
    }

    [Fact]
    public async Task ExportAsync_OfAScope_HasWhatIsFoundThereAndNoRejectionOfOthers()
    {
        await using MemoryFixture source = MemoryFixture.ByRules();
        await RandomStore.FillAsync(source, seed: 6, steps: 300);

        string[] whole = await Exported.LinesAsync(source.Memory), alices = await Exported.LinesAsync(source.Memory, MemoryFixture.Alice),
            runs = await Exported.LinesAsync(source.Memory, RandomStore.Scopes[3]);

        alices.Skip(1).SkipLast(1).Should().BeSubsetOf(whole).And.HaveCountLessThan(whole.Length - 2);
        alices.Should().NotContain(line => line.Contains("\"bob\"")).And.Contain(line => line.Contains("rejected"));
        whole.Should().Contain(line => line.Contains("\"bob\""));
        runs.Should().NotContain(line => line.Contains("rejected"), "they are all of alice's");
        await using MemoryFixture target = MemoryFixture.ByRules(builder => builder.UseTimeProvider(source.Time));
        (await Exported.ImportAsync(target.Memory, alices)).FailedCount.Should().Be(0);
        (await SeenAsync(target.Memory, MemoryFixture.Alice)).Should().Equal(await SeenAsync(source.Memory, MemoryFixture.Alice));
    }

    [Fact]
    public async Task ExportAsync_WhileOthersWrite_IsAsOfItsBeginning()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem tea = await fixture.StoreAsync("Likes tea");
        int next = 1_000;
        using WritingStream stream = new(() => fixture.Memory.UpdateAsync(tea.Id, $"Likes {next++}", cancellationToken: Token));
        for (int i = 0; i < 300; i++)
        {
            await fixture.Memory.UpdateAsync(tea.Id, $"Likes {i}", cancellationToken: Token);
        }

        await fixture.Memory.ExportAsync(stream, cancellationToken: Token);

        (await fixture.HistoryAsync(tea.Id)).Count.Should().BeGreaterThan(301);
        System.Text.Encoding.UTF8.GetString(stream.ToArray()).Should().EndWith("\"versions\":301}}\n");
    }

    /// <summary>All that a caller sees of a scope: the list, the history, what held at moments, and what searches find, in their order.</summary>
    private static async Task<List<string>> SeenAsync(Memory memory, MemoryScope scope)
    {
        List<string> seen = await memory.GetAllAsync(scope, cancellationToken: Token).Select(Plain).ToListAsync(Token);
        await foreach (HistoryEntry row in memory.HistoryAsync(new HistoryFilter { Scope = scope }, Token))
        {
            seen.Add($"{row.Event} {Plain(row.Item)} {row.OldText} {row.NewText} {row.ChangedBy} {row.ChangedByRole} {row.Reason}");
        }

        foreach (int day in Enumerable.Range(-3, 20))
        {
            MemoryAsOf moment = MemoryAsOf.Held(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddDays(day));
            seen.AddRange(await memory.GetAllAsync(scope, new MemoryListOptions { AsOf = moment }, Token).Select(Plain).ToListAsync(Token));
        }

        foreach (string drink in RandomStore.Drinks)
        {
            foreach (MemorySearchMode mode in Enum.GetValues<MemorySearchMode>())
            {
                seen.AddRange((await memory.SearchAsync($"Likes {drink}, cup 3", scope, new MemorySearchOptions { Mode = mode }, Token))
                    .Select(found => $"{found.Score:R} {Plain(found.Item)}"));
            }
        }

        return seen;
    }

    private static string Plain(MemoryItem item) => System.Text.Json.JsonSerializer.Serialize(item with { RecordedAt = default });
}
