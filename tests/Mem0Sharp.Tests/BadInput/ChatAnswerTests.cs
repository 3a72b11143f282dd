using Mem0Sharp.Tests.Ask;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.BadInput;

/// <summary>E7: whatever a chat model answers, nothing is written outside of what it was shown, and what cannot be read is a typed error.</summary>
public sealed class ChatAnswerTests
{
    private const string Extracted = """{"facts":[{"text":"Alice has a dog","messages":[0]}]}""";

    private static CancellationToken Token => MemoryFixture.Token;

    public static TheoryData<string, bool> Unreadable
    {
        get
        {
            TheoryData<string, bool> cases = [];
            foreach (string name in Answers.Keys)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }

            return cases;
        }
    }

    private static Dictionary<string, Func<StubChatClient, Task<ChatResponse>>> Answers { get; } = new(StringComparer.Ordinal)
    {
        ["no response"] = _ => Task.FromResult<ChatResponse>(null!),
        ["no message"] = _ => Task.FromResult(new ChatResponse()),
        ["null text"] = _ => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, (string?)null))),
        ["empty"] = _ => Say(string.Empty),
        ["blank"] = _ => Say(" \n\t"),
        ["null in JSON"] = _ => Say("null"),
        ["truncated"] = _ => Say("""{"facts":[{"text":"Alice has a"""),
        ["truncated decision"] = _ => Say("""{"decisions":[{"fact":0,"event":"DEL"""),
        ["not closed"] = _ => Say("""{"facts":[{"text":"Alice has a dog","messages":[0]}],"decisions":[{"fact":0,"event":"DELETE","candidate":0"""),
        ["another shape"] = _ => Say("""{"result":"ok"}"""),
        ["wrong types"] = _ => Say("""{"facts":{"text":7},"decisions":"none"}"""),
        ["a refusal"] = _ => Say("I'm sorry, but I can't help with that."),
        ["10 MB of prose"] = _ => Say(new string('a', 10_000_000)),
        ["10 MB of brackets"] = _ => Say(new string('[', 10_000_000)),
        ["10 MB of open objects"] = _ => Say(string.Concat(Enumerable.Repeat("{\"facts\":", 1_100_000))),
        ["what it was asked, without the examples"] = client => Say(client.Calls[^1].Messages[^1].Text[..20]),
        ["NUL characters"] = _ => Say("\0\0\0"),
        ["half a surrogate pair"] = _ => Say("\uD83D"),
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task AddAsync_WhenAnAnswerCannotBeRead_ThrowsTypedAndWritesNothing_E7(string name, bool arbitrates)
    {
        StubChatClient client = null!;
        client = new StubChatClient([.. arbitrates ? [StubChatClient.Reply(Extracted)] : (StubChatClient.Behaviour[])[], _ => Answers[name](client)]);
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseChatClient(client));
        await fixture.StoreAsync("Alice has a cat");
        string rows = FileRows.Of(fixture).Rows;

        Func<Task> add = () => fixture.Memory.AddAsync("I have a dog", MemoryFixture.Alice, cancellationToken: Token);

        ModelResponseException error = (await add.Should().ThrowAsync<ModelResponseException>()).Which;
        error.Message.Length.Should().BeLessThan(1_000);
        FileRows.Of(fixture).Rows.Should().Be(rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAsync_WhenTheModelEchoesTheWholePrompt_WritesNothingToWhatIsKnown_E7(bool arbitrates)
    {
        StubChatClient client = null!;
        client = new StubChatClient(
        [
            .. arbitrates ? [StubChatClient.Reply(Extracted)] : (StubChatClient.Behaviour[])[],
            _ => Say(string.Join('\n', client.Calls[^1].Messages.Select(message => message.Text))),
        ]);
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseChatClient(client));
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        MemoryItem foreign = await fixture.StoreAsync("Bob has a cat", MemoryFixture.Bob);

        await ResultOrTypedAsync(() => fixture.Memory.AddAsync("I have a dog", MemoryFixture.Alice, cancellationToken: Token));

        (await fixture.Memory.GetAsync([known.Id, foreign.Id], Token)).Should().Equal(known, foreign);
    }

    [Theory]
    [InlineData("throws at once")]
    [InlineData("throws later")]
    [InlineData("its own time limit")]
    [InlineData("a cancellation that nobody asked for")]
    public async Task AddAsync_WhenTheClientFails_ThrowsTransientAndWritesNothing_E7(string how)
    {
        StubChatClient client = new(how switch
        {
            "throws at once" => _ => throw new InvalidOperationException("broken"),
            "throws later" => StubChatClient.Throw(new HttpRequestException("down")),
            "its own time limit" => StubChatClient.Throw(new TaskCanceledException("slow", new TimeoutException())),
            _ => StubChatClient.Throw(new OperationCanceledException()),
        });
        await using MemoryFixture fixture = MemoryFixture.ByRules(builder => builder.UseChatClient(client));
        await fixture.StoreAsync("Alice has a cat");
        string rows = FileRows.Of(fixture).Rows;

        Func<Task> add = () => fixture.Memory.AddAsync("I have a dog", MemoryFixture.Alice, cancellationToken: Token);

        await add.Should().ThrowAsync<MemoryNetworkException>();
        FileRows.Of(fixture).Rows.Should().Be(rows);
    }

    [Theory]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":1,"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":2147483648,"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":1e99,"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":0.5,"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":-2147483648,"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":"KNOWN","text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":"FOREIGN","text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"UPDATE","id":"FOREIGN","candidate":"FOREIGN","text":"Bob has a dog","old_text":"Bob has a cat","reason":null}""")]
    [InlineData("""{"fact":0,"event":"DELETE","candidate":[0,1],"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":0,"event":"ERASE","candidate":0,"text":null,"old_text":null,"reason":null}""")]
    [InlineData("""{"fact":7,"event":"DELETE","candidate":0,"text":null,"old_text":"Alice has a cat","reason":null}""")]
    [InlineData("""{"fact":-1,"event":"DELETE","candidate":0,"text":null,"old_text":"Alice has a cat","reason":null}""")]
    [InlineData("""{"fact":0,"event":"UPDATE","candidate":0,"text":"","old_text":"Alice has a cat","reason":null}""")]
    [InlineData("""{"fact":0,"event":"UPDATE","candidate":0,"text":"\ud83d","old_text":"Alice has a cat","reason":null}""")]
    public async Task AddAsync_WhenADecisionIsOfWhatWasNotShown_ChangesNothingThatIsKnown_E7(string decision)
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        MemoryItem foreign = await fixture.StoreAsync("Bob has a cat", MemoryFixture.Bob);
        string named = decision.Replace("KNOWN", known.Id, StringComparison.Ordinal).Replace("FOREIGN", foreign.Id, StringComparison.Ordinal);
        fixture.Chat.Reply(Extracted).Reply($$"""{"decisions":[{{named}}]}""").Reply($$"""{"decisions":[{{named}}]}""");

        await ResultOrTypedAsync(() => fixture.Memory.AddAsync("I have a dog", MemoryFixture.Alice, cancellationToken: Token));

        (await fixture.Memory.GetAsync([known.Id, foreign.Id], Token)).Should().Equal(known, foreign);
        (await fixture.HistoryAsync(known.Id)).Should().ContainSingle();
        (await fixture.HistoryAsync(foreign.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task AddAsync_WhenADecisionComesManyTimesAndWithUnknownFields_AppliesItOnce_E7()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        MemoryItem known = await fixture.StoreAsync("Alice has a cat");
        const string Decision = """
            {"fact":0,"event":"UPDATE","candidate":0,"text":"Alice has a dog","old_text":"Alice has a cat","reason":null,"user_id":"bob","id":"x","version":9}
            """;
        string reply = $$"""{"decisions":[{{string.Join(',', Enumerable.Repeat(Decision, 50))}}],"confidence":1,"delete_all":true}""";
        fixture.Chat.Reply("""{"facts":[{"text":"Alice has a dog","messages":[0],"user_id":"bob"}],"note":"x"}""").Reply(reply).Reply(reply);

        await ResultOrTypedAsync(() => fixture.Memory.AddAsync("I have a dog", MemoryFixture.Alice, cancellationToken: Token));

        MemoryItem now = (await fixture.Memory.GetAsync(known.Id, Token))!;
        (now.Scope, now.Version).Should().Be((MemoryFixture.Alice, 2));
        now.Text.Should().Be("Alice has a dog");
        (await fixture.Memory.CountAsync(MemoryFixture.Bob, cancellationToken: Token)).Should().Be(0);
    }

    [Fact]
    public async Task AddAsync_WhenTenMegabytesSurroundAGoodAnswer_ReadsItOrSaysThatItCannot_E7()
    {
        await using MemoryFixture fixture = MemoryFixture.ByModel();
        string padded = new string(' ', 10_000_000) + Extracted;
        fixture.Chat.Reply(padded).Reply(padded);

        MemoryAddResult? result = await ResultOrTypedAsync(() => fixture.Memory.AddAsync("I have a dog", MemoryFixture.Alice, cancellationToken: Token));

        (await fixture.Memory.CountAsync(MemoryFixture.Alice, cancellationToken: Token)).Should().Be(result is null ? 0 : 1);
    }

    private static async Task<MemoryAddResult?> ResultOrTypedAsync(Func<Task<MemoryAddResult>> add)
    {
        try
        {
            return await add();
        }
        catch (ModelResponseException)
        {
            return null;
        }
    }

    private static Task<ChatResponse> Say(string text) => StubChatClient.Reply(text)(CancellationToken.None);
}
