using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Entities;

/// <summary>What a memory names follows its text: through update, restore, delete and erase, whoever found it.</summary>
public sealed class MemoryEntitiesTests
{
    private static readonly MemoryEntity Tea = new(MemoryEntityKind.Name, "tea");
    private static readonly MemoryEntity Coffee = new(MemoryEntityKind.Name, "coffee");

    [Fact]
    public async Task Entities_ByRules_AreOfTheTextAsItIs()
    {
        await using MemoryFixture fixture = ByRules();
        MemoryItem stored = await fixture.StoreAsync("Ann lives in Oslo");
        Names(stored).Should().Equal("Ann", "Oslo");

        MemoryItem moved = (await fixture.Memory.UpdateAsync(stored.Id, "Ann lives in Bergen", cancellationToken: Token)).Item!;

        Names(moved).Should().Equal("Ann", "Bergen");
        (await FindAsync(fixture, "Oslo")).Should().BeEmpty();
        (await FindAsync(fixture, "Bergen")).Should().Equal(stored.Id);
        await fixture.Memory.RestoreAsync(stored.Id, 1, cancellationToken: Token);
        (await FindAsync(fixture, "Oslo")).Should().Equal(stored.Id);
        await fixture.Memory.DeleteAsync(stored.Id, cancellationToken: Token);
        (await FindAsync(fixture, "Oslo")).Should().BeEmpty();
    }

    [Fact]
    public async Task Entities_ByAnExtractor_AreKeptWithTheMemory()
    {
        StubEntityExtractor extractor = new(text => text.Contains("tea", StringComparison.Ordinal) ? [Tea] : [Coffee]);
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(extractor));
        MemoryItem stored = await fixture.StoreAsync("Ann likes tea");
        stored.Entities.Should().Equal(Tea);

        await fixture.ReopenAsync();

        MemoryItem read = (await fixture.Memory.GetAsync(stored.Id, Token))!;
        read.Entities.Should().Equal(Tea);
        (await FindAsync(fixture, "tea")).Should().Equal(stored.Id);
        (await FindAsync(fixture, "Ann")).Should().BeEmpty("the extractor says what it names, and nobody else");
        extractor.Asked.Should().Equal("Ann likes tea");
    }

    [Fact]
    public async Task Update_OfAnExtractorsMemory_AsksForANewTextAndForNothingElse()
    {
        StubEntityExtractor extractor = new(text => text.Contains("tea", StringComparison.Ordinal) ? [Tea] : [Coffee]);
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(extractor));
        MemoryItem stored = await fixture.StoreAsync("Ann likes tea");
        extractor.Asked.Clear();

        MemoryItem tagged = (await fixture.Memory.UpdateAsync(stored.Id, new MemoryPatch { Tags = TagsPatch.Add("drink") }, cancellationToken: Token)).Item!;
        await fixture.Memory.SearchAsync("Who likes tea?", Alice, cancellationToken: Token);

        extractor.Asked.Should().BeEmpty();
        tagged.Entities.Should().Equal(Tea);
        MemoryItem updated = (await fixture.Memory.UpdateAsync(stored.Id, "Ann likes coffee", cancellationToken: Token)).Item!;
        extractor.Asked.Should().Equal("Ann likes coffee");
        updated.Entities.Should().Equal(Coffee);
        (await fixture.Memory.RestoreAsync(stored.Id, 2, cancellationToken: Token)).Item!.Entities.Should().Equal(Tea);
    }

    [Fact]
    public async Task Update_OfAMissingMemory_AsksNobody()
    {
        StubEntityExtractor extractor = new(_ => [Tea]);
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(extractor));

        Func<Task> updating = () => fixture.Memory.UpdateAsync("missing", "Ann likes tea", cancellationToken: Token);

        await updating.Should().ThrowAsync<MemoryNotFoundException>();
        extractor.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task Update_ThatMeetsAnotherChange_AsksOnceForEachText()
    {
        StubEntityExtractor extractor = new(text => text.Contains("tea", StringComparison.Ordinal) ? [Tea] : [Coffee]);
        await using MemoryFixture fixture = ByRules();
        MemoryItem stored = await fixture.StoreAsync("likes tea");
        InterruptedHistory history = new(fixture.OpenHistory());
        Memory late = fixture.OpenOther(builder => builder.UseHistory(history).UseEntityExtractor(extractor));
        MemoryItem other = (await late.AddAsync("likes milk", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token)).Items.Single();
        extractor.Asked.Clear();
        history.BeforeNextCommit = () => fixture.Memory.UpdateAsync(stored.Id, "likes water", cancellationToken: Token);

        // The one keeps its text, as it seems; when it does not, both come round again.
        BatchUpdateResult result = await late.BatchUpdateAsync(
            [new MemoryUpdate(stored.Id, "likes tea"), new MemoryUpdate(other.Id, "likes coffee")],
            new BatchUpdateOptions { AllOrNothing = true },
            Token);

        result.Select(item => item.Item!.Entities.Single()).Should().Equal(Tea, Coffee);
        extractor.Asked.Should().Equal("likes coffee", "likes tea");
    }

    [Fact]
    public async Task Restore_OfAnEarlierText_AsksNobody()
    {
        StubEntityExtractor extractor = new(text => text.Contains("tea", StringComparison.Ordinal) ? [Tea] : [Coffee]);
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(extractor));
        MemoryItem stored = await fixture.StoreAsync("likes tea");
        await fixture.Memory.UpdateAsync(stored.Id, "likes coffee", cancellationToken: Token);
        extractor.Asked.Clear();

        MemoryItem restored = (await fixture.Memory.RestoreAsync(stored.Id, 1, cancellationToken: Token)).Item!;

        restored.Entities.Should().Equal(Tea);
        extractor.Asked.Should().BeEmpty("its entities are in the version that it brings back");
    }

    [Fact]
    public async Task Add_WhenTheExtractorFails_IsStoredAndTheRulesSayWhatItNames()
    {
        StubEntityExtractor extractor = new(_ => [Tea]) { Failure = new InvalidOperationException("down") };
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(extractor));

        MemoryItem first = await fixture.StoreAsync("Ann lives in Oslo");
        extractor.Missing = 1;
        MemoryItem second = await fixture.StoreAsync("Bob lives in Rome");
        MemoryItem third = await fixture.StoreAsync("Eve lives in Bonn");

        Names(first).Should().Equal("Ann", "Oslo");
        Names(second).Should().Equal("Bob", "Rome");
        third.Entities.Should().Equal(Tea);
    }

    [Fact]
    public async Task Add_WhatAnExtractorMakesUp_IsKeptAsFarAsItCanBe()
    {
        MemoryEntity[] odd =
        [
            new(MemoryEntityKind.Name, " Ann "), new(MemoryEntityKind.Name, "Ann"), new(MemoryEntityKind.Name, " "), new((MemoryEntityKind)99, "x"),
            new(MemoryEntityKind.Name, new string('x', MemoryLimits.EntityLength + 1)), new(MemoryEntityKind.Name, "\uD83D"),
            .. Enumerable.Range(0, 200).Select(n => new MemoryEntity(MemoryEntityKind.Number, $"{n}")),
        ];
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(new StubEntityExtractor(_ => odd)));

        MemoryItem stored = await fixture.StoreAsync("Ann likes tea");

        stored.Entities.Should().HaveCount(MemoryLimits.Entities).And.StartWith([new(MemoryEntityKind.Name, "Ann"), new(MemoryEntityKind.Number, "0")]);
    }

    [Fact]
    public async Task Add_WithARedaction_ShowsTheExtractorWhatIsLeft()
    {
        StubEntityExtractor extractor = new(_ => [Tea]);
        await using MemoryFixture fixture = ByRules(builder => builder
            .UseEntityExtractor(extractor).UseRedaction((text, _) => ValueTask.FromResult(text.Replace("4711", "[number]", StringComparison.Ordinal))));

        await fixture.StoreAsync("The card is 4711");

        extractor.Asked.Should().Equal("The card is [number]");
    }

    [Fact]
    public async Task Erase_OfAnExtractorsMemory_LeavesNoByteOfItsEntities_D1()
    {
        StubEntityExtractor extractor = new(_ => [new(MemoryEntityKind.Name, "Quintessa")]);
        await using MemoryFixture fixture = ByRules(builder => builder.UseEntityExtractor(extractor));
        MemoryItem stored = await fixture.StoreAsync("likes tea");
        fixture.Count("Quintessa").Should().BePositive();

        await fixture.Memory.EraseAsync(stored.Id, Token);

        fixture.Count("Quintessa").Should().Be(0);
    }

    [Fact]
    public async Task Import_OfAnExport_KeepsWhatAnExtractorFound()
    {
        await using MemoryFixture from = ByRules(builder => builder.UseEntityExtractor(new StubEntityExtractor(_ => [Tea])));
        MemoryItem stored = await from.StoreAsync("Ann likes tea");
        using MemoryStream lines = new();
        await from.Memory.ExportAsync(lines, cancellationToken: Token);
        lines.Position = 0;
        await using MemoryFixture to = ByRules();

        await to.Memory.ImportAsync(MemoryImportSource.Export(lines), cancellationToken: Token);

        (await to.Memory.GetAsync(stored.Id, Token))!.Entities.Should().Equal(Tea);
    }

    private static IEnumerable<string> Names(MemoryItem item) => item.Entities.Select(entity => entity.Text);

    private static async Task<IEnumerable<string>> FindAsync(MemoryFixture fixture, string entity)
    {
        MemoryFilter filter = MemoryField.Entities.EqualTo(entity);
        MemorySearchResults found = await fixture.Memory.SearchAsync("lives likes", Alice, new MemorySearchOptions { Filter = filter }, Token);
        List<string> listed = [];
        await foreach (MemoryItem item in fixture.Memory.GetAllAsync(Alice, new MemoryListOptions { Filter = filter }, Token))
        {
            listed.Add(item.Id);
        }

        found.Select(result => result.Item.Id).Should().BeEquivalentTo(listed);
        return listed;
    }
}
