using Mem0Sharp.Tests.Ask;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Extract.Model;

public sealed class ModelFactExtractorTests
{
    public static TheoryData<string, string[]> Shapes => new()
    {
        { """{"facts":[{"text":"Ada rows.","messages":[0]},{"text":"Ada sings.","messages":[1]}]}""", ["Ada rows.", "Ada sings."] },
        { """{"facts":["Ada rows.","Ada sings."]}""", ["Ada rows.", "Ada sings."] },
        { """{"facts":[{"fact":"Ada rows."},{"memory":"Ada sings."}]}""", ["Ada rows.", "Ada sings."] },
        { """{"memory":["Ada rows.",{"text":"Ada sings."}]}""", ["Ada rows.", "Ada sings."] },
        { """{"facts":"Ada rows."}""", ["Ada rows."] },
        { """["Ada rows.",{"text":"Ada sings."}]""", ["Ada rows.", "Ada sings."] },
        { "```json\n[\"Ada rows.\"]\n```", ["Ada rows."] },
        { """{"facts":["Ada rows.",]}""", ["Ada rows."] },
        { "{\"facts\":[\"Ada rows.\"]}\n{\"facts\":[\"Ada sings.\"]}", ["Ada rows.", "Ada sings."] },
        { """{"facts":["  Ada rows. ","", "  ",{"text":null},{"text":""}]}""", ["Ada rows."] },
        { """{"facts":[{"text":"Ada rows.","confidence":0.9}],"thoughts":"easy"}""", ["Ada rows."] },
        { """{"facts":["Ada \ud83c rows.","Bo is \uZZZZ.","Ada sings."]}""", ["Ada \uFFFD rows.", "Bo is \uFFFD.", "Ada sings."] },
        { """{"facts":[]}""", [] },
        { "[]", [] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task ExtractAsync_WithAShapeThatModelsUse_ReadsTheFacts(string reply, string[] expected)
    {
        StubChatClient client = StubChatClient.Replying(reply);

        FactExtraction extraction = await Extract(client);

        extraction.Facts.Select(fact => fact.Text).Should().Equal(expected);
        extraction.Facts.Should().NotContain(fact => fact.Intent != FactIntent.Statement || fact.Replaces != null);
        client.Calls.Should().ContainSingle().Which.AskedForSchema.Should().BeTrue();
    }

    public static TheoryData<string> Unreadable =>
    [
        string.Empty,
        "There is nothing to remember.",
        "{}",
        """{"facts":null}""",
        """{"facts":{}}""",
        """{"facts":7}""",
        """{"facts":[7]}""",
        """{"facts":[null]}""",
        """{"facts":[["Ada rows."]]}""",
        """{"facts":[{}]}""",
        """{"facts":[{"text":7}]}""",
        """{"facts":[{"sentence":"Ada rows."}]}""",
        """{"facts":["Ada rows.",""",
        """{"facts":["Ada rows."],"facts":[]}""",
        """Either {"facts":["Ada rows."]} or {"facts":[]}""",
        """{"result":["Ada rows."]}""",
        "\"Ada rows.\"",
        "<think>Ada rows",
    ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task ExtractAsync_WithAReplyThatCannotBeRead_AsksTwiceAndThrows(string reply)
    {
        StubChatClient client = StubChatClient.Replying(reply);

        (await FluentActions.Awaiting(() => Extract(client)).Should().ThrowAsync<ModelResponseException>())
            .Which.Stage.Should().Be("extract");

        client.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task ExtractAsync_WithAFactLongerThanAMemory_IsUnreadable()
    {
        string Reply(int length) => $$"""{"facts":["{{new string('x', length)}}"]}""";

        (await Extract(StubChatClient.Replying(Reply(MemoryLimits.TextLength)))).Facts.Should().ContainSingle();
        await FluentActions.Awaiting(() => Extract(StubChatClient.Replying(Reply(MemoryLimits.TextLength + 1))))
            .Should().ThrowAsync<ModelResponseException>();
    }

    [Theory]
    [InlineData("[0,2]", new[] { 0, 2 })]
    [InlineData("[2,0,2]", new[] { 0, 2 })]
    [InlineData("[-1,3,99999999999,1]", new[] { 1 })]
    [InlineData("[\"1\",\"one\",null,1.5,[0]]", new[] { 1 })]
    [InlineData("1", new[] { 1 })]
    [InlineData("null", new int[0])]
    [InlineData("\"all\"", new int[0])]
    public async Task ExtractAsync_WithMessageNumbers_KeepsThoseThatExist(string messages, int[] expected) =>
        (await Extract(StubChatClient.Replying($$"""{"facts":[{"text":"Ada rows.","messages":{{messages}}}]}""")))
            .Facts.Should().ContainSingle().Which.Messages.Should().Equal(expected);

    [Fact]
    public async Task ExtractAsync_WithTheSameFactTwice_KeepsItOnceWithAllItsMessages()
    {
        FactExtraction extraction = await Extract(StubChatClient.Replying(
            """{"facts":[{"text":"Ada rows.","messages":[2]},{"text":"Bo.","messages":[1]},{"text":" Ada rows. ","messages":[0]}]}"""));

        extraction.Facts.Select(fact => fact.Text).Should().Equal("Ada rows.", "Bo.");
        extraction.Facts[0].Messages.Should().Equal(0, 2);
    }

    [Fact]
    public async Task ExtractAsync_OverARetry_ReportsTheTokensOfBothCalls()
    {
        UsageDetails usage = new() { TotalTokenCount = 5 };
        StubChatClient client = new(StubChatClient.Reply("?", usage), StubChatClient.Reply("""{"facts":["a"]}""", usage));

        (await Extract(client)).Usage!.TotalTokenCount.Should().Be(10);
    }

    [Fact]
    public async Task ExtractAsync_WhenTheServiceIsOut_ThrowsInsteadOfFindingNothing() =>
        await FluentActions.Awaiting(() => Extract(new StubChatClient(StubChatClient.Throw(new HttpRequestException("down")))))
            .Should().ThrowAsync<MemoryNetworkException>();

    [Fact]
    public async Task ExtractAsync_FromManyThreads_AnswersEachWithItsOwn()
    {
        ModelFactExtractor extractor = new(new EchoChatClient());

        FactExtraction[] all = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            extractor.ExtractAsync(Request($"fact {i}"), TestContext.Current.CancellationToken))));

        all.Select(extraction => extraction.Facts[0].Text).Should().Equal(Enumerable.Range(0, 200).Select(i => $"fact {i}"));
    }

    internal static Task<FactExtraction> Extract(IChatClient client) =>
        new ModelFactExtractor(client).ExtractAsync(Request("one", "two", "three"), TestContext.Current.CancellationToken);

    private static FactExtractionRequest Request(params string[] texts) => new()
    {
        Messages = [.. texts.Select(text => new ChatMessage(ChatRole.User, text))],
        Scope = MemoryScope.ForUser("ada"),
        ReferenceTime = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Answers with what it was told, and so needs no state.</summary>
    private sealed class EchoChatClient : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            string said = messages.Last().Text.Split('\n')[2]["[0] user: ".Length..];
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, $$"""{"facts":[{{said}}]}"""));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nothing here streams.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
