using System.Text;
using Mem0Sharp.Tests.Keeping;

namespace Mem0Sharp.Tests.Relate;

/// <summary>Links of memories that come from elsewhere.</summary>
public sealed partial class LinkImportTests
{
    private static CancellationToken Token => MemoryFixture.Token;

    [Fact]
    public async Task ImportAsync_OfItemsWithLinks_KeepsThemAlsoWhereTheTargetComesLaterOrNever()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await ImportAsync(fixture, """
            [{"id":"a","memory":"a","user_id":"alice","links":[{"id":"b","strength":0.5},{"id":"never"}]},{"id":"b","memory":"b","user_id":"alice","links":null}]
            """);

        result.ImportedCount.Should().Be(2);
        (await fixture.Memory.GetAsync("a", Token))!.Links.Should().Equal(new("b", 0.5), new MemoryLink("never"));
        (await fixture.Memory.WalkAsync("a")).Should().Equal("b 0.5");
        (await ImportAsync(fixture, """[{"id":"a","memory":"a","user_id":"alice","links":[{"id":"b","strength":0.5},{"id":"never"}]}]""")).UnchangedCount.Should().Be(1);
        (await ImportAsync(fixture, """[{"id":"a","memory":"a","user_id":"alice"}]"""))[0].Error.Should().BeOfType<MemoryConflictException>();
    }

    [Theory]
    [InlineData("""["https://example.com"]""")]
    [InlineData("""[{"href":"https://example.com"}]""")]
    [InlineData("""[{"id":"b","strength":"much"}]""")]
    [InlineData("\"b\"")]
    [InlineData("7")]
    public async Task ImportAsync_OfWhatOthersCallLinks_PutsItIntoTheMetadata(string links)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        await ImportAsync(fixture, $$"""[{"id":"a","memory":"a","user_id":"alice","links":{{links}}}]""");

        MemoryItem item = (await fixture.Memory.GetAsync("a", Token))!;
        item.Links.Should().BeEmpty();
        item.Metadata["links"].GetRawText().Should().Be(links);
    }

    [Theory]
    [InlineData("""[{"id":"a"}]""")]
    [InlineData("""[{"id":"b"},{"id":"b"}]""")]
    [InlineData("""[{"id":"b","strength":0}]""")]
    [InlineData("""[{"id":"b","strength":1e9}]""")]
    [InlineData("""[{"id":"b c"}]""")]
    public async Task ImportAsync_OfLinksThatCannotBe_FailsThatMemoryAlone(string links)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryImportResult result = await ImportAsync(
            fixture, $$"""[{"id":"a","memory":"a","user_id":"alice","links":{{links}}},{"id":"b","memory":"b","user_id":"alice"}]""");

        result.ToDictionary(item => item.Id, item => item.Error?.GetType(), StringComparer.Ordinal).Should().BeEquivalentTo(
            new Dictionary<string, Type?>(StringComparer.Ordinal) { ["a"] = typeof(MemoryValidationException), ["b"] = null });
    }

    [Fact]
    public async Task ExportAsync_AndImportAsync_CarryLinksInEveryVersion()
    {
        await using MemoryFixture source = MemoryFixture.ByRules(), target = MemoryFixture.ByRules();
        (MemoryItem tea, MemoryItem oslo) = (await source.StoreAsync("Likes tea"), await source.StoreAsync("Lives in Oslo"));
        await source.Memory.LinkAsync(tea.Id, new MemoryLink(oslo.Id, 0.1 + 0.2));
        await source.Memory.UpdateAsync(tea.Id, new MemoryPatch { Links = LinksPatch.Clear }, cancellationToken: Token);

        await Exported.ImportAsync(target.Memory, await Exported.LinesAsync(source.Memory));

        (await target.HistoryAsync(tea.Id)).Select(row => string.Join(',', row.Item.Links)).Should().Equal(
            (await source.HistoryAsync(tea.Id)).Select(row => string.Join(',', row.Item.Links)));
        (await target.Memory.RestoreAsync(tea.Id, 2, cancellationToken: Token)).Item.Links.Should().Equal(new MemoryLink(oslo.Id, 0.1 + 0.2));
        string[] bad = [.. (await Exported.LinesAsync(source.Memory)).Select(line => line.Replace(oslo.Id, tea.Id, StringComparison.Ordinal))];
        await using MemoryFixture other = MemoryFixture.ByRules();
        await other.Memory.Awaiting(memory => Exported.ImportAsync(memory, bad)).Should().ThrowAsync<MemoryExportException>();
    }

    private static Task<MemoryImportResult> ImportAsync(MemoryFixture fixture, string json) =>
        fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(Encoding.UTF8.GetBytes(json))), cancellationToken: Token);
}
