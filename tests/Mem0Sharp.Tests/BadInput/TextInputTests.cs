using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>E1: a text is refused with a typed error, or it is the same in every read after every way of writing it. It is never cut.</summary>
public sealed class TextInputTests
{
    private const int Million = 1_000_000;

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, bool> Whole
    {
        get
        {
            TheoryData<string, bool> cases = [];
            foreach (string name in Texts.Keys)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }

            return cases;
        }
    }

    public static TheoryData<string> Refused => [.. BadTexts.Keys];

    private static Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal)
    {
        ["one character"] = "x",
        ["one below the limit"] = new string('y', MemoryLimits.TextLength - 1),
        ["the limit"] = string.Concat(Enumerable.Repeat("é\u4e2d\0\U0001F600", MemoryLimits.TextLength / 5)),
        ["NUL alone"] = "\0",
        ["NUL inside and last"] = "before\0after\0",
        ["marks without a letter"] = "\u0301\u0308 alone",
        ["many marks on one letter"] = "e" + new string('\u0301', 1_000),
        ["not composed"] = "e\u0301 and \u00e9",
        ["right to left, overridden and not ended"] = "\u202Eevil \u2066\u05D0\u0628 \u202D",
        ["joined emoji"] = "\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466 \U0001F3F3\uFE0F\u200D\U0001F308",
        ["all kinds of line ends"] = "a\r\nb\nc\rd\u0085e\u2028f\u2029g\r\n",
        ["white space around"] = " \t around \u3000",
        ["invisible only"] = "\u200B\u2060",
        ["byte order mark and no characters"] = "\uFEFFbom \uFFFF \uFFFE \uFFFD",
        ["JSON and SQL"] = """{"memory":"\u0000"}'; DROP TABLE history; --""",
        ["last code point"] = "\U0010FFFF",
    };

    private static Dictionary<string, string?> BadTexts { get; } = new(StringComparer.Ordinal)
    {
        ["null"] = null,
        ["empty"] = string.Empty,
        ["white space"] = " \t\r\n\u00A0\u3000\u2028",
        ["high surrogate alone"] = "a\uD83D",
        ["low surrogate alone"] = "\uDE00a",
        ["surrogates the wrong way round"] = "a\uDE00\uD83Db",
        ["one above the limit"] = new string('z', MemoryLimits.TextLength + 1),
        ["a pair across the limit"] = new string('z', MemoryLimits.TextLength - 1) + "\U0001F600",
        ["a million"] = new string('z', Million),
    };

    private static Dictionary<string, Func<Memory, MemoryItem, string, Task>> Calls { get; } = new(StringComparer.Ordinal)
    {
        ["verbatim"] = (memory, _, text) => memory.AddAsync(text, MemoryFixture.Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim }, Token),
        ["inferred"] = (memory, _, text) => memory.AddAsync(text, MemoryFixture.Alice, cancellationToken: Token),
        ["message"] = (memory, _, text) => memory.AddAsync([new ChatMessage(ChatRole.User, text)], MemoryFixture.Alice, cancellationToken: Token),
        ["update"] = (memory, item, text) => memory.UpdateAsync(item.Id, text, cancellationToken: Token),
        ["decided update"] = (memory, item, text) => memory.UpdateAsync(item.Id, _ => MemoryPatch.ForText(text), cancellationToken: Token),
        ["batch"] = (memory, item, text) => memory.BatchUpdateAsync([new MemoryUpdate(item.Id, text)], cancellationToken: Token),
        ["search"] = (memory, _, text) => memory.SearchAsync(text, MemoryFixture.Alice, cancellationToken: Token),
        ["context"] = (memory, _, text) => memory.GetContextAsync(text, MemoryFixture.Alice, cancellationToken: Token),
        ["lift"] = (memory, _, text) => memory.LiftRejectionAsync(MemoryFixture.Alice, text, Token),
    };

    [Theory]
    [MemberData(nameof(Whole))]
    public async Task Text_WrittenInAnyWay_IsTheSameInEveryReadAndAfterAReopen_E1(string name, bool managed)
    {
        string text = Texts[name];
        await using MemoryFixture fixture = Fixture(managed);
        MemoryItem added = await fixture.StoreAsync(text);
        MemoryItem updated = await fixture.StoreAsync("to be updated");
        MemoryItem batched = await fixture.StoreAsync("to be updated too");
        await fixture.Memory.UpdateAsync(updated.Id, text, cancellationToken: Token);
        await fixture.Memory.BatchUpdateAsync([new MemoryUpdate(batched.Id, text)], cancellationToken: Token);
        MemoryImportItem imported = (await ImportAsync(fixture, "imported", text)).Single();
        imported.Error.Should().BeNull();
        string[] ids = [added.Id, updated.Id, batched.Id, imported.Id];

        await ShouldBeAsync(fixture, ids, text);
        if (!managed)
        {
            await fixture.ReopenAsync();
            await ShouldBeAsync(fixture, ids, text);
        }

        // On its way out it is whole too, and a text that compares as nothing does not stop a delete.
        await fixture.Memory.UpdateAsync(added.Id, "another", cancellationToken: Token);
        await fixture.Memory.DeleteAsync(updated.Id, cancellationToken: Token);
        IsSame((await fixture.HistoryAsync(added.Id))[^1].OldText, text);
        IsSame((await fixture.HistoryAsync(updated.Id))[^1].OldText, text);
        (await fixture.Memory.CheckAsync(Token)).Problems.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Text_ThatIsNone_IsRefusedByEveryCallBeforeAnythingIsDone_E1(string name)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        MemoryItem item = await fixture.StoreAsync("Likes tea");
        FileRows before = FileRows.Of(fixture);
        foreach ((string call, Func<Memory, MemoryItem, string, Task> make) in Calls)
        {
            Func<Task> refused = () => make(fixture.Memory, item, BadTexts[name]!);

            // A message without content is no message: then there is none.
            Type expected = BadTexts[name] is null && call is not "message" ? typeof(ArgumentNullException) : typeof(MemoryValidationException);
            (await refused.Should().ThrowAsync<Exception>(call)).Which.Should().BeOfType(expected, call);
            FileRows.Of(fixture).Should().Be(before, call);
        }

        if (BadTexts[name] is { } text && text.Length > MemoryLimits.TextLength)
        {
            (await ImportAsync(fixture, "imported", text)).Single().Error.Should().BeOfType<MemoryValidationException>();
            FileRows.Of(fixture).Should().Be(before);
        }
    }

    [Theory]
    [InlineData("\\ud83d")]
    [InlineData("\\ude00\\ud83d")]
    public async Task ImportAsync_OfHalfASurrogatePair_IsRefusedAndNotReplaced_E1(string escaped)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        byte[] json = Encoding.UTF8.GetBytes($$"""[{"id":"broken","memory":"a{{escaped}}","user_id":"alice"},{"id":"whole","memory":"Likes tea","user_id":"alice"}]""");

        Func<Task<MemoryImportResult>> import = () => fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(json)), cancellationToken: Token);

        MemoryImportResult result = (await import.Should().NotThrowAsync()).Subject;
        result.Select(one => one.Error?.GetType()).Should().Equal(typeof(MemoryValidationException), null);
        (await fixture.Memory.GetAsync("broken", Token)).Should().BeNull();
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xFF)]
    public async Task ImportAsync_OfAStreamThatIsNoUtf8_IsRefusedAndNotReplaced_E1(byte broken)
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        byte[] json = Encoding.UTF8.GetBytes("""[{"id":"broken","memory":"a?","user_id":"alice"}]""");
        json[Array.IndexOf(json, (byte)'?')] = broken;
        MemoryImportResult? result = null;
        try
        {
            result = await fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(json)), cancellationToken: Token);
        }
        catch (MemoryValidationException)
        {
            // The whole stream is refused: as good.
        }

        result?.Single().Error.Should().BeOfType<MemoryValidationException>();
        (await fixture.Memory.GetAsync("broken", Token)).Should().BeNull();
    }

    [Fact]
    public async Task AddAsync_InferringFromManyLongMessages_ShowsTheModelEveryOneWhole_E1()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        fixture.Chat.Reply("""{"facts":[]}""");
        ChatMessage[] messages =
        [
            .. Enumerable.Range(0, 11).Select(i => new ChatMessage(ChatRole.User, $"begin{i} {new string((char)('a' + i), MemoryLimits.TextLength - 20)} end{i}")),
        ];

        await fixture.Memory.AddAsync(messages, MemoryFixture.Alice, cancellationToken: Token);

        string asked = fixture.Chat.Requests.Single().AllText;
        asked.Length.Should().BeGreaterThan(Million);
        messages.Should().OnlyContain(message => asked.Contains(message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddAsync_InferringByRulesFromAMillionCharacters_EndsAndCutsNothing_E1()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();
        ChatMessage[] messages =
        [
            .. Enumerable.Range(0, 10).Select(_ => new ChatMessage(ChatRole.User, new string('w', MemoryLimits.TextLength - 1) + ".")),
            new ChatMessage(ChatRole.User, "I like green tea."),
        ];

        MemoryAddResult result = await fixture.Memory.AddAsync(messages, MemoryFixture.Alice, cancellationToken: Token);

        result.Items.Should().Contain(item => item.Text.Contains("green tea", StringComparison.Ordinal));
        result.Items.Should().OnlyContain(item => item.Text.Length < 100 || item.Text.Length >= MemoryLimits.TextLength - 1);
    }

    [Fact]
    public async Task AddAsync_InferringByRulesFromNoCharacters_DoesNotFail_E1()
    {
        await using MemoryFixture fixture = MemoryFixture.ByRules();

        MemoryAddResult result = await fixture.Memory.AddAsync("I like green\uFFFE tea, caf\u00e9 \uFFFF.", MemoryFixture.Alice, cancellationToken: Token);

        result.Facts.Should().OnlyContain(fact => fact.Error == null);
    }

    private static MemoryFixture Fixture(bool managed) =>
        MemoryFixture.ByRules(builder => _ = managed ? builder.UseHistory(new InMemoryHistoryStore()) : builder);

    private static Task<MemoryImportResult> ImportAsync(MemoryFixture fixture, string id, string text)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new[] { new { id, memory = text, user_id = "alice" } });
        return fixture.Memory.ImportAsync(MemoryImportSource.Mem0Json(new MemoryStream(json)), cancellationToken: Token);
    }

    private static async Task ShouldBeAsync(MemoryFixture fixture, string[] ids, string text)
    {
        DateTimeOffset now = fixture.Time.GetUtcNow();
        foreach (string id in ids)
        {
            IsSame((await fixture.Memory.GetAsync(id, Token))!.Text, text);
            IsSame((await fixture.Memory.GetAsync(id, MemoryAsOf.Known(now), Token))!.Text, text);
            IsSame((await fixture.HistoryAsync(id))[^1].NewText, text);
        }

        List<MemoryItem> listed = await fixture.Memory.GetAllAsync(MemoryFixture.Alice, cancellationToken: Token).ToListAsync(Token);
        MemorySearchResults found = await fixture.Memory.SearchAsync(text, MemoryFixture.Alice, cancellationToken: Token);
        foreach (IEnumerable<MemoryItem> items in (IEnumerable<MemoryItem>[])[listed, found.Select(result => result.Item)])
        {
            items.Select(item => item.Id).Should().BeEquivalentTo(ids);
            items.ToList().ForEach(item => IsSame(item.Text, text));
        }
    }

    /// <summary>Compares without showing: 100,000 characters would drown the message.</summary>
    private static void IsSame(string? actual, string expected) => string.Equals(actual, expected, StringComparison.Ordinal).Should().BeTrue();
}
