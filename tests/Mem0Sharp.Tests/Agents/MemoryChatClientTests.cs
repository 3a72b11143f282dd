using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Agents;

public sealed class MemoryChatClientTests
{
    private static readonly MemoryChatOptions Verbatim = new() { Adding = new MemoryAddOptions { Mode = MemoryAddMode.Verbatim } };

    [Fact]
    public async Task GetResponseAsync_WhenSomethingIsKnown_PutsItBeforeTheUsersWordsInTheSameMessage()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Green tea, then.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice));
        ChatMessage asked = new(ChatRole.User, "Which tea do I drink?") { AuthorName = "Alice", MessageId = "m1" };

        await client.GetResponseAsync([new ChatMessage(ChatRole.System, "Be brief."), asked], cancellationToken: Token);

        IReadOnlyList<ChatMessage> sent = model.Requests[0].Messages;
        sent.Select(message => message.Role).Should().Equal(ChatRole.System, ChatRole.User);
        sent[0].Text.Should().Be("Be brief.");
        sent[1].Contents.OfType<TextContent>().Select(text => text.Text).Should().HaveCount(2).And.EndWith("Which tea do I drink?");
        sent[1].Text.Should().Contain("\"Alice drinks green tea.\"").And.Contain("=== memories end ===");
        (sent[1].AuthorName, sent[1].MessageId).Should().Be(("Alice", "m1"));
        asked.Contents.Should().ContainSingle("the caller's message is the caller's");
    }

    [Fact]
    public async Task GetResponseAsync_WhenNothingIsKnown_SendsWhatItWasGiven()
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Hello.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice));
        ChatMessage asked = new(ChatRole.User, "Good morning");

        ChatResponse response = await client.GetResponseAsync([asked], cancellationToken: Token);

        model.Requests[0].Messages.Should().ContainSingle().Which.Text.Should().Be("Good morning");
        response.Text.Should().Be("Hello.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answered_RemembersWhatTheUserAndTheAssistantSaid(bool streaming)
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient { PieceLength = 3 }.Reply("Noted: Rex is a good name.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), Verbatim);

        await AskAsync(client, streaming, "My dog is called Rex.");

        (await TextsAsync(fixture)).Should().BeEquivalentTo("My dog is called Rex.", "Noted: Rex is a good name.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answered_ByRules_FindsTheFactInALaterConversation(bool streaming)
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient().Reply("How nice.").Reply("Lisbon.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice));

        await AskAsync(client, streaming, "I moved to Lisbon.");
        await AskAsync(client, streaming, "Which city did I move to?");

        model.Requests[1].AllText.Should().Contain("Lisbon");
        model.Requests[1].Messages.Should().ContainSingle("each conversation is one of its own");
    }

    [Fact]
    public async Task GetResponseAsync_WithTheWholeConversation_RemembersEachMessageOnce()
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient().Reply("First answer.").Reply("Second answer.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), Verbatim);
        List<ChatMessage> conversation = [new(ChatRole.User, "First words.")];

        conversation.AddRange((await client.GetResponseAsync(conversation, cancellationToken: Token)).Messages);
        conversation.Add(new ChatMessage(ChatRole.User, "Second words."));
        await client.GetResponseAsync(conversation, cancellationToken: Token);

        (await TextsAsync(fixture)).Should().BeEquivalentTo("First words.", "First answer.", "Second words.", "Second answer.");
    }

    [Fact]
    public async Task GetResponseAsync_InALoopOfTools_RemembersWordsOnceAndNoToolResult()
    {
        await using MemoryFixture fixture = ByRules();
        FunctionCallContent call = new("c1", "weather", new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Oslo" });
        using ScriptedChatClient model = new ScriptedChatClient()
            .Reply(new ChatResponse(new ChatMessage(ChatRole.Assistant, [call])))
            .Reply("It rains in Oslo.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), Verbatim);
        List<ChatMessage> conversation = [new(ChatRole.User, "How is the weather in Oslo?")];

        conversation.AddRange((await client.GetResponseAsync(conversation, cancellationToken: Token)).Messages);
        conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("c1", "rain"), new TextContent("rain")]));
        await client.GetResponseAsync(conversation, cancellationToken: Token);

        (await TextsAsync(fixture)).Should().BeEquivalentTo("How is the weather in Oslo?", "It rains in Oslo.");
        model.Requests[1].Messages.Select(message => message.Role).Should().Equal(ChatRole.User, ChatRole.Assistant, ChatRole.Tool);
    }

    [Fact]
    public async Task GetResponseAsync_GivesEarlierMessagesToTheExtractionAsContext()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply("""{"facts":[]}""");
        using ScriptedChatClient model = new ScriptedChatClient().Reply("A fine name.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { ContextMessages = 1 });

        await client.GetResponseAsync(
            [
                new ChatMessage(ChatRole.User, "I have a dog."),
                new ChatMessage(ChatRole.Assistant, "What is the dog called?"),
                new ChatMessage(ChatRole.User, "Rex."),
            ],
            cancellationToken: Token);

        string prompt = fixture.Chat.Requests[0].LastText;
        prompt.Should().Contain("What is the dog called?").And.NotContain("I have a dog.");
        prompt.IndexOf("What is the dog called?", StringComparison.Ordinal)
            .Should().BeLessThan(prompt.IndexOf("conversation begins", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetResponseAsync_DoesNotRememberWhatItRecalled()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Here it is.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), Verbatim);

        await client.GetResponseAsync("Tea, please.", cancellationToken: Token);

        (await TextsAsync(fixture)).Should().BeEquivalentTo("Alice drinks green tea.", "Tea, please.", "Here it is.");
    }

    [Fact]
    public async Task GetResponseAsync_WithoutRememberingOrRecalling_LeavesTheOther()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        using ScriptedChatClient model = new ScriptedChatClient().Reply("One.").Reply("Two.");
        using MemoryChatClient reads = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { Remembers = false });
        using MemoryChatClient writes = new(
            model, fixture.Memory.For(Alice), new MemoryChatOptions { Top = 0, Adding = new MemoryAddOptions { Mode = MemoryAddMode.Verbatim } });

        await reads.GetResponseAsync("Tea, please.", cancellationToken: Token);
        (await TextsAsync(fixture)).Should().ContainSingle();
        model.Requests[0].AllText.Should().Contain("green tea");

        await writes.GetResponseAsync("More tea.", cancellationToken: Token);
        (await TextsAsync(fixture)).Should().HaveCount(3);
        model.Requests[1].AllText.Should().Be("More tea.");
    }

    [Fact]
    public async Task GetResponseAsync_WithAChoiceOfMessages_RemembersThose()
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Your words, not mine.");
        using MemoryChatClient client = new(
            model,
            fixture.Memory.For(Alice),
            new MemoryChatOptions { Adding = Verbatim.Adding, RemembersMessage = message => message.Role == ChatRole.User });

        await client.GetResponseAsync("My words.", cancellationToken: Token);

        (await TextsAsync(fixture)).Should().Equal("My words.");
    }

    [Fact]
    public async Task GetResponseAsync_WithLimits_RecallsWithinThem()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.", options: new MemoryAddOptions());
        await fixture.Memory.AddAsync(
            "Alice drinks black tea.", Alice, new MemoryAddOptions { Mode = MemoryAddMode.Verbatim, Trust = MemoryTrust.Untrusted }, Token);
        using ScriptedChatClient model = new ScriptedChatClient().Reply("One.").Reply("Two.").Reply("Three.");
        MemoryChatOptions options = new() { Remembers = false, MinTrust = MemoryTrust.Standard, Format = items => $"known: {items.Count}" };
        using MemoryChatClient trusted = new(model, fixture.Memory.For(Alice), options);
        using MemoryChatClient one = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { Remembers = false, Top = 1 });
        using MemoryChatClient none = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { Remembers = false, Threshold = 1 });

        await trusted.GetResponseAsync("Which tea?", cancellationToken: Token);
        await one.GetResponseAsync("Which tea?", cancellationToken: Token);
        await none.GetResponseAsync("Which tea?", cancellationToken: Token);

        model.Requests[0].Messages[0].Contents.OfType<TextContent>().First().Text.Should().Be("known: 1");
        model.Requests[1].AllText.Should().Contain("[0]").And.NotContain("[1]");
        model.Requests[2].AllText.Should().Be("Which tea?");
    }

    [Fact]
    public async Task GetResponseAsync_ServingSeveral_GivesEachItsOwnMemoryAndOneWithoutNone()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        await fixture.StoreAsync("Bob drinks black tea.", Bob);
        using ScriptedChatClient model = new ScriptedChatClient().Reply("One.").Reply("Two.").Reply("Three.");
        using MemoryChatClient client = new(
            model,
            options => options?.ConversationId is { } user ? fixture.Memory.For(MemoryScope.ForUser(user)) : null,
            Verbatim);

        await client.GetResponseAsync("Which tea?", new ChatOptions { ConversationId = "alice" }, Token);
        await client.GetResponseAsync("Which tea?", new ChatOptions { ConversationId = "bob" }, Token);
        await client.GetResponseAsync("Which tea?", cancellationToken: Token);

        model.Requests[0].AllText.Should().Contain("green tea").And.NotContain("black tea");
        model.Requests[1].AllText.Should().Contain("black tea").And.NotContain("green tea");
        model.Requests[2].AllText.Should().Be("Which tea?");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(3);
        (await fixture.Memory.CountAsync(Bob, cancellationToken: Token)).Should().Be(3);
    }

    [Fact]
    public async Task GetResponseAsync_OfALongText_RecallsByItsEnd()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Tea.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { Remembers = false, Threshold = 0.1 });
        string pasted = string.Concat(Enumerable.Repeat("🦊", 60_000)) + " What tea does Alice drink, green tea?";

        await client.GetResponseAsync(pasted, cancellationToken: Token);

        model.Requests[0].AllText.Should().Contain("\"Alice drinks green tea.\"");
    }

    [Fact]
    public async Task GetStreamingResponseAsync_LeftBeforeItsEnd_RemembersNothing()
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient { PieceLength = 3 }.Reply("A long answer.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), Verbatim);

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("My dog is called Rex.", cancellationToken: Token))
        {
            update.Text.Should().Be("A l");
            break;
        }

        (await TextsAsync(fixture)).Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponseAsync_WhenTheChatFails_ThrowsItsErrorAndRemembersNothing()
    {
        await using MemoryFixture fixture = ByRules();
        using ScriptedChatClient model = new ScriptedChatClient().Fail(new HttpRequestException("down"));
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), Verbatim);

        Func<Task> asking = () => client.GetResponseAsync("My dog is called Rex.", cancellationToken: Token);

        await asking.Should().ThrowAsync<HttpRequestException>();
        (await TextsAsync(fixture)).Should().BeEmpty();
    }

    [Fact]
    public void Constructor_WithASettingOutOfRange_NamesIt()
    {
        using ScriptedChatClient model = new();
        using Memory memory = new MemoryBuilder().Build();
        MemoryChatOptions[] mistakes =
        [
            new() { Top = -1 },
            new() { Top = MemoryLimits.Top + 1 },
            new() { Threshold = 1.1 },
            new() { MinTrust = (MemoryTrust)7 },
            new() { ContextMessages = -1 },
            new() { ContextMessages = MemoryLimits.Messages + 1 },
        ];
        foreach (MemoryChatOptions mistake in mistakes)
        {
            Action making = () => _ = new MemoryChatClient(model, memory.For(Alice), mistake);
            making.Should().Throw<MemoryValidationException>();
        }
    }

    private static async Task AskAsync(MemoryChatClient client, bool streaming, string text)
    {
        if (streaming)
        {
            await client.GetStreamingResponseAsync(text, cancellationToken: Token).ToListAsync(Token);
        }
        else
        {
            await client.GetResponseAsync(text, cancellationToken: Token);
        }
    }

    private static async Task<List<string>> TextsAsync(MemoryFixture fixture) =>
        await fixture.Memory.GetAllAsync(Alice, cancellationToken: Token).Select(item => item.Text).ToListAsync(Token);
}
