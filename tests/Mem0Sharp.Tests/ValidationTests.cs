using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests;

/// <summary>Bad input is refused before anything is embedded, asked of a model, or written.</summary>
public sealed class ValidationTests
{
    private static readonly string TooLong = new('x', MemoryLimits.TextLength + 1);

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, Func<Memory, MemoryScope, Task>> Refused => new()
    {
        { "add empty text", (memory, scope) => memory.AddAsync("", scope) },
        { "add blank text", (memory, scope) => memory.AddAsync(" \t\n", scope) },
        { "add blank text verbatim", (memory, scope) => memory.AddAsync(" ", scope, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }) },
        { "add too long", (memory, scope) => memory.AddAsync(TooLong, scope) },
        { "add half a surrogate pair", (memory, scope) => memory.AddAsync("a\ud800b", scope) },
        { "add no messages", (memory, scope) => memory.AddAsync([], scope) },
        { "add only blank messages", (memory, scope) => memory.AddAsync([new ChatMessage(ChatRole.User, " ")], scope) },
        { "add only system messages", (memory, scope) => memory.AddAsync([new ChatMessage(ChatRole.System, "x")], scope) },
        { "add too many messages", (memory, scope) => memory.AddAsync(Enumerable.Repeat(new ChatMessage(ChatRole.User, "x"), 1_001), scope) },
        { "add blank tag", (memory, scope) => memory.AddAsync("x", scope, new MemoryAddOptions { Tags = [" "] }) },
        { "add NaN metadata", (memory, scope) => memory.AddAsync("x", scope, new MemoryAddOptions { Metadata = new JsonObject { ["n"] = double.NaN } }) },
        { "add large metadata", (memory, scope) => memory.AddAsync("x", scope, new MemoryAddOptions { Metadata = new JsonObject { ["n"] = TooLong } }) },
        { "add inverted validity", (memory, scope) => memory.AddAsync("x", scope, new MemoryAddOptions { ValidFrom = DateTimeOffset.MaxValue, ValidTo = DateTimeOffset.MinValue }) },
        { "search blank", (memory, scope) => memory.SearchAsync(" ", scope) },
        { "search too long", (memory, scope) => memory.SearchAsync(TooLong, scope) },
        { "search top 0", (memory, scope) => memory.SearchAsync("x", scope, new MemorySearchOptions { Top = 0 }) },
        { "search top -1", (memory, scope) => memory.SearchAsync("x", scope, new MemorySearchOptions { Top = -1 }) },
        { "search top max", (memory, scope) => memory.SearchAsync("x", scope, new MemorySearchOptions { Top = int.MaxValue }) },
        { "search threshold NaN", (memory, scope) => memory.SearchAsync("x", scope, new MemorySearchOptions { Threshold = double.NaN }) },
        { "search threshold 1.1", (memory, scope) => memory.SearchAsync("x", scope, new MemorySearchOptions { Threshold = 1.1 }) },
        { "context blank", (memory, scope) => memory.GetContextAsync(" ", scope) },
        { "context tokens 0", (memory, scope) => memory.GetContextAsync("x", scope, new MemoryContextOptions { MaxTokens = 0 }) },
        { "context tokens 1,000,001", (memory, scope) => memory.GetContextAsync("x", scope, new MemoryContextOptions { MaxTokens = 1_000_001 }) },
        { "context top 0", (memory, scope) => memory.GetContextAsync("x", scope, new MemoryContextOptions { Search = new() { Top = 0 } }) },
        { "get blank id", (memory, _) => memory.GetAsync(" ") },
        { "get empty id", (memory, _) => memory.GetAsync("") },
        { "get long id", (memory, _) => memory.GetAsync(new string('x', 257)) },
        { "get no ids", (memory, _) => memory.GetAsync((string[])[]) },
        { "get an id twice", (memory, _) => memory.GetAsync(["a", "a"]) },
        { "get 1,001", (memory, _) => memory.GetAsync(Enumerable.Range(0, 1_001).Select(i => $"{i}")) },
        { "list page 0", async (memory, scope) => await memory.GetAllAsync(scope, new MemoryListOptions { PageSize = 0 }).CountAsync(Token) },
        { "update blank id", (memory, _) => memory.UpdateAsync(" ", "x") },
        { "update blank text", (memory, _) => memory.UpdateAsync("id", " ") },
        { "update nothing", (memory, _) => memory.UpdateAsync("id", new MemoryPatch()) },
        { "update version 0", (memory, _) => memory.UpdateAsync("id", "x", new MemoryUpdateOptions { ExpectedVersion = 0 }) },
        { "update long reason", (memory, _) => memory.UpdateAsync("id", "x", new MemoryUpdateOptions { Reason = new string('x', 1_001) }) },
        { "delete broken reason", (memory, _) => memory.DeleteAsync("id", new MemoryDeleteOptions { Reason = "\ud800" }) },
        { "add long author", (memory, scope) => memory.AddAsync([new ChatMessage(ChatRole.User, "x") { AuthorName = new string('x', 257) }], scope) },
        { "add broken message id", (memory, scope) => memory.AddAsync([new ChatMessage(ChatRole.User, "x") { MessageId = "\ud800" }], scope) },
        { "batch update blank text", (memory, _) => memory.BatchUpdateAsync([new MemoryUpdate("id", "\n")]) },
        { "batch update version -1", (memory, _) => memory.BatchUpdateAsync([new MemoryUpdate("id", "x") { ExpectedVersion = -1 }]) },
        { "delete blank id", (memory, _) => memory.DeleteAsync("\t") },
        { "delete version 0", (memory, _) => memory.DeleteAsync("id", new MemoryDeleteOptions { ExpectedVersion = 0 }) },
        { "batch delete none", (memory, _) => memory.BatchDeleteAsync([]) },
        { "batch delete twice", (memory, _) => memory.BatchDeleteAsync(["a", "b", "a"]) },
        { "restore blank id", (memory, _) => memory.RestoreAsync(" ", 1) },
        { "restore version 0", (memory, _) => memory.RestoreAsync("id", 0) },
        { "restore version -1", (memory, _) => memory.RestoreAsync("id", -1) },
        { "restore expecting version 0", (memory, _) => memory.RestoreAsync("id", 1, new MemoryRestoreOptions { ExpectedVersion = 0 }) },
        { "restore long reason", (memory, _) => memory.RestoreAsync("id", 1, new MemoryRestoreOptions { Reason = new string('x', 1_001) }) },
        { "history blank id", async (memory, _) => await memory.HistoryAsync(" ").CountAsync(Token) },
        { "history twice", async (memory, _) => await memory.HistoryAsync(["a", "a"]).CountAsync(Token) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Memory_GivenBadInput_RefusesItBeforeAnythingIsPaidForOrWritten(string name, Func<Memory, MemoryScope, Task> call)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();

        Func<Task> refused = () => call(fixture.Memory, MemoryFixture.Alice);

        MemoryValidationException error = (await refused.Should().ThrowAsync<MemoryValidationException>(name)).Which;
        error.Suggestion.Should().NotBeNullOrWhiteSpace();
        error.Parameter.Should().NotBeNullOrWhiteSpace();
        fixture.Embeddings.CallCount.Should().Be(0);
        fixture.Chat.Requests.Should().BeEmpty();
        await fixture.Memory.OpenAsync(Token);
        fixture.Sql("SELECT count(*) FROM history")[0][0].Should().Be(0L);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(MemoryLimits.TextLength)]
    public async Task AddAsync_AtTheLimitsOfText_ComesBackExactly(int length)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        string text = string.Concat(Enumerable.Repeat("é😀x", length / 4)) + new string('y', length - (length / 4 * 4));

        MemoryItem item = await fixture.StoreAsync(text);
        await fixture.ReopenAsync();

        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be(text);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("line\r\nbreak")]
    [InlineData("\u202Eright to left")]
    [InlineData("👩‍👩‍👧‍👦 family")]
    [InlineData("e\u0301 not composed")]
    [InlineData("'; DROP TABLE history; --")]
    [InlineData("%_*?[]")]
    public async Task AddAsync_OfUnusualText_ComesBackExactly(string text)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryItem item = await fixture.StoreAsync(text);
        await fixture.ReopenAsync();

        (await fixture.Memory.GetAsync(item.Id, Token))!.Text.Should().Be(text);
        (await fixture.HistoryAsync(item.Id)).Single().NewText.Should().Be(text);
        (await fixture.Memory.SearchAsync(text, MemoryFixture.Alice, cancellationToken: Token)).Single().Item.Should().Be(item);
    }
}
