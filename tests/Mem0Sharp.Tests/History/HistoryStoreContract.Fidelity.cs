using System.Text.Json;
using System.Text.Json.Nodes;
using static Mem0Sharp.Tests.History.HistoryRows;

namespace Mem0Sharp.Tests.History;

public abstract partial class HistoryStoreContract
{
    [Fact]
    public async Task CommitAsync_MemoryWithEveryFieldSet_ComesBackEqualInEveryField()
    {
        MemoryItem item = FullMemory.Item;

        await CommitAsync(Append(item));

        FullMemory.ShouldBeSame((await Store.GetHeadsAsync([item.Id], Token))[0]!.Item, item);
        FullMemory.ShouldBeSame((await Store.ReadAsync([item.Id], Token).SingleAsync(Token)).Item, item);
        FullMemory.ShouldBeSame((await Store.ReadChangesAsync(0, Token).SingleAsync(Token)).Head.Item, item);
        FullMemory.ShouldBeSame((await Store.ListAsync(new HistoryListQuery { Limit = 1 }, Token))[0].Item, item);
    }

    [Fact]
    public async Task CommitAsync_MemoryWithNoOptionalField_ComesBackEqualInEveryField()
    {
        await CommitAsync(Add("a"));

        FullMemory.ShouldBeSame((await Store.GetHeadsAsync(["a"], Token))[0]!.Item, Item("a"));
    }

    [Theory]
    [InlineData("1.10")]
    [InlineData("1e400")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("[1.0,null,{\"x\":null,\"y\":[]},{}]")]
    [InlineData("null")]
    [InlineData("\"\\u0000 \\uD83D\\uDE00 \\u202E\"")]
    public async Task CommitAsync_MetadataValue_ComesBackDigitForDigit(string value)
    {
        MemoryMetadata metadata = MemoryMetadata.From(JsonNode.Parse($"{{\"v\":{value},\"b\":{{\"v\":{value}}}}}")!.AsObject());

        await CommitAsync(Append(Item("a") with { Metadata = metadata }));

        MemoryMetadata found = (await Store.GetHeadsAsync(["a"], Token))[0]!.Item.Metadata;
        JsonSerializer.Serialize(found).Should().Be(JsonSerializer.Serialize(metadata));
        Unescaped(found["v"]).Should().Be(Unescaped(JsonElement.Parse(value)));
        Unescaped(found["b"].GetProperty("v")).Should().Be(Unescaped(JsonElement.Parse(value)));
    }

    [Theory]
    [InlineData("\U0001F469\u200D\U0001F4BB likes \u2615")]
    [InlineData("before\0after")]
    [InlineData("\0")]
    [InlineData("\u0645\u0631\u062D\u0628\u0627 \u202Eabc\u202C")]
    [InlineData(" spaces \t and\r\nlines ")]
    [InlineData("'; DROP TABLE history; --\"\\")]
    [InlineData("\uFEFFbom \uFFFF \uFFFD")]
    public async Task CommitAsync_UnusualText_ComesBackExactly(string text)
    {
        await CommitAsync(Append(Item("a", text: text), reason: text), Update("a", text + "2"), Delete("a"));

        List<HistoryEntry> entries = await Store.ReadAsync(["a"], Token).ToListAsync(Token);
        entries.Select(entry => entry.NewText).Should().Equal(text, text + "2", null);
        entries.Select(entry => entry.OldText).Should().Equal(null, text, text + "2");
        entries[0].Item.Text.Should().Be(text);
        entries[0].Reason.Should().Be(text);
        (await Store.GetEmbeddingsAsync([text], Token))[0].Should().NotBeNull();
    }

    [Fact]
    public async Task CommitAsync_LongestText_ComesBackExactly()
    {
        string text = string.Concat(Enumerable.Repeat("\u00e9\u4e2d\0\U0001F600", MemoryLimits.TextLength / 5));
        text.Length.Should().Be(MemoryLimits.TextLength);

        await CommitAsync(Append(Item("a", text: text), reason: text));

        HistoryEntry entry = await Store.ReadAsync(["a"], Token).SingleAsync(Token);
        string.Equals(entry.NewText, text, StringComparison.Ordinal).Should().BeTrue("100,000 characters would drown the message");
        string.Equals(entry.Reason, text, StringComparison.Ordinal).Should().BeTrue();
        string.Equals(entry.Item.Text, text, StringComparison.Ordinal).Should().BeTrue();
    }

    [Theory]
    [InlineData("al'ice")]
    [InlineData("\u0430lice")]
    [InlineData("a%_*")]
    public async Task ListAsync_UnusualUserId_FindsExactlyThatUser(string user)
    {
        await CommitAsync(Add("a", MemoryScope.ForUser(user)), Add("b", MemoryScope.ForUser("alice")));

        (await ListedAsync(MemoryScope.ForUser(user))).Should().Equal("a");
    }

    private static string Unescaped(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
}
