using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Mem0Sharp.Tests.Ask;

public sealed class ModelAskerTests
{
    private const string Secret = "Zaphod keeps a towel";

    private static readonly ModelQuestion<string> Question = new()
    {
        Instructions = "Say a word.",
        Content = Secret,
        SchemaName = "word",
        SchemaDescription = "A word.",
        Schema = JsonElement.Parse("""{"type":"object","properties":{"word":{"type":"string"}}}"""),
        Read = ReadWord,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_FirstCall_SendsSchemaAndNothingElse()
    {
        StubChatClient client = StubChatClient.Replying("""{"word":"yes"}""");

        ModelAnswer<string> answer = await Asker(client).AskAsync(Question, Token);

        answer.Value.Should().Be("yes");
        answer.Calls.Should().Be(1);
        ChatOptions options = client.Calls.Should().ContainSingle().Which.Options!;
        ChatResponseFormatJson format = options.ResponseFormat.Should().BeOfType<ChatResponseFormatJson>().Subject;
        format.SchemaName.Should().Be("word");
        format.SchemaDescription.Should().Be("A word.");
        JsonElement.DeepEquals(format.Schema!.Value, Question.Schema).Should().BeTrue();
        options.Temperature.Should().BeNull("some models refuse any temperature");
        options.MaxOutputTokens.Should().BeNull();
        client.Calls[0].Messages.Select(message => message.Role).Should().Equal(ChatRole.System, ChatRole.User);
        client.Calls[0].LastText.Should().Be(Secret);
    }

    public static TheoryData<Exception> CertainRefusals =>
    [
        new NotSupportedException("no schema"),
        BadOptions(null),
        new HttpRequestException("bad", null, System.Net.HttpStatusCode.BadRequest),
        new HttpRequestException("no such thing", null, System.Net.HttpStatusCode.NotImplemented),
        new MemoryNetworkException("chat", "bad", httpStatus: 422),
        new SdkException("HTTP 400 (invalid_request_error: )\n\nresponse_format is not supported"),
    ];

    [Theory]
    [MemberData(nameof(CertainRefusals))]
    public async Task AskAsync_WhenSchemaIsRefused_AsksForPlainJsonWithSchemaInLastMessageAndRemembers(Exception refusal)
    {
        StubChatClient client = new(StubChatClient.Throw(refusal), StubChatClient.Reply("""{"word":"yes"}"""));
        ModelAsker asker = Asker(client);

        ModelAnswer<string> first = await asker.AskAsync(Question, Token);
        ModelAnswer<string> second = await asker.AskAsync(Question, Token);

        (first.Value, first.Calls, second.Calls).Should().Be(("yes", 2, 1));
        client.Calls.Select(call => call.AskedForSchema).Should().Equal(true, false, false);
        client.Calls[1].AskedForPlainJson.Should().BeTrue();
        client.Calls[2].AskedForPlainJson.Should().BeTrue();
        foreach (StubChatCall call in client.Calls.Skip(1))
        {
            call.Messages[^1].Role.Should().Be(ChatRole.User);
            call.LastText.Should().StartWith(Secret).And.EndWith(Question.Schema.GetRawText());
        }
    }

    [Fact]
    public async Task AskAsync_WhenAnUnknownExceptionComesOnce_TriesTheSchemaAgainNextTime()
    {
        StubChatClient client = new(StubChatClient.Throw(new SdkException("?")), StubChatClient.Reply("""{"word":"yes"}"""));
        ModelAsker asker = Asker(client);

        await asker.AskAsync(Question, Token);
        await asker.AskAsync(Question, Token);

        client.Calls.Select(call => call.AskedForSchema).Should().Equal(true, false, true);
    }

    [Fact]
    public async Task AskAsync_WhenAnUnknownExceptionComesTwiceInARow_BelievesThatItIsTheSchema()
    {
        StubChatClient.Behaviour yes = StubChatClient.Reply("""{"word":"yes"}""");
        StubChatClient.Behaviour no = StubChatClient.Throw(new SdkException("?"));
        StubChatClient client = new(no, yes, no, yes, yes);
        ModelAsker asker = Asker(client);

        await asker.AskAsync(Question, Token);
        await asker.AskAsync(Question, Token);
        await asker.AskAsync(Question, Token);

        client.Calls.Select(call => call.AskedForSchema).Should().Equal(true, false, true, false, false);
    }

    [Fact]
    public async Task AskAsync_WhenASchemaIsAcceptedBetweenTwoUnknownExceptions_StillTriesTheSchema()
    {
        StubChatClient.Behaviour yes = StubChatClient.Reply("""{"word":"yes"}""");
        StubChatClient.Behaviour no = StubChatClient.Throw(new SdkException("?"));
        StubChatClient client = new(no, yes, yes, no, yes, yes);
        ModelAsker asker = Asker(client);

        for (int i = 0; i < 4; i++)
        {
            await asker.AskAsync(Question, Token);
        }

        client.Calls.Select(call => call.AskedForSchema).Should().Equal(true, false, true, true, false, true);
    }

    [Fact]
    public async Task AskAsync_WhenPlainJsonFailsToo_FailsAndRemembersNothing()
    {
        StubChatClient.Behaviour no = StubChatClient.Throw(new NotSupportedException());
        StubChatClient client = new(no, no, StubChatClient.Reply("""{"word":"yes"}"""));
        ModelAsker asker = Asker(client);

        await FluentActions.Awaiting(() => asker.AskAsync(Question, Token)).Should().ThrowAsync<MemoryNetworkException>();
        await asker.AskAsync(Question, Token);

        client.Calls.Select(call => call.AskedForSchema).Should().Equal(true, false, true);
    }

    [Fact]
    public async Task AskAsync_WhenReplyIsUnreadable_AsksOnceMoreWithErrorAndSchema()
    {
        StubChatClient client = StubChatClient.Replying("I would say yes.", """{"word":"yes"}""");

        ModelAnswer<string> answer = await Asker(client).AskAsync(Question, Token);

        (answer.Value, answer.Calls).Should().Be(("yes", 2));
        client.Calls.Should().OnlyContain(call => call.AskedForSchema, "that format was accepted");
        client.Calls[1].LastText.Should().StartWith(Secret)
            .And.Contain("It has no JSON object in it.")
            .And.EndWith(Question.Schema.GetRawText());
    }

    [Fact]
    public async Task AskAsync_WhenJsonLacksWhatWasAsked_AsksOnceMoreWithTheReadersError()
    {
        StubChatClient client = StubChatClient.Replying("{}", """{"word":"yes"}""");

        await Asker(client).AskAsync(Question, Token);

        client.Calls[1].LastText.Should().Contain("It has no word.");
    }

    [Fact]
    public async Task AskAsync_WhenTwoRepliesAreUnreadable_ThrowsAndQuotesNothing()
    {
        StubChatClient client = StubChatClient.Replying($"The reply: {Secret}");

        ModelResponseException error = (await FluentActions.Awaiting(() => Asker(client).AskAsync(Question, Token))
            .Should().ThrowAsync<ModelResponseException>()).Which;

        client.Calls.Should().HaveCount(2);
        error.Stage.Should().Be("extract");
        error.ToString().Should().Contain("It has no JSON object in it.").And.NotContain(Secret);
    }

    [Fact]
    public async Task AskAsync_WhenReplyIsCutOff_SaysSo()
    {
        StubChatClient client = new(StubChatClient.Reply("""{"word":"ye""", finishReason: ChatFinishReason.Length));

        await FluentActions.Awaiting(() => Asker(client).AskAsync(Question, Token))
            .Should().ThrowAsync<ModelResponseException>().WithMessage("*cut off at the limit of output tokens*");
    }

    [Fact]
    public async Task AskAsync_OverRefusalAndRetry_SumsUsageAndCountsCalls()
    {
        UsageDetails usage = new() { InputTokenCount = 10, OutputTokenCount = 3, TotalTokenCount = 13 };
        StubChatClient client = new(
            StubChatClient.Throw(new NotSupportedException()),
            StubChatClient.Reply("?", usage),
            StubChatClient.Reply("""{"word":"yes"}""", usage));

        ModelAnswer<string> answer = await Asker(client).AskAsync(Question, Token);

        answer.Calls.Should().Be(3);
        answer.Usage!.InputTokenCount.Should().Be(20);
        answer.Usage.OutputTokenCount.Should().Be(6);
        answer.Usage.TotalTokenCount.Should().Be(26);
        usage.TotalTokenCount.Should().Be(13, "the client's own object is not the sum");
    }

    [Fact]
    public async Task AskAsync_WhenClientDoesNotSayUsage_HasNone() =>
        (await Asker(StubChatClient.Replying("""{"word":"yes"}""")).AskAsync(Question, Token)).Usage.Should().BeNull();

    [Fact]
    public async Task AskAsync_WhenClientIgnoresItsToken_TimesOutByTheGivenClock()
    {
        TaskCompletionSource<ChatResponse> never = new();
        ManualTimers clock = new();
        ModelAsker asker = new(new StubChatClient(_ => never.Task), "extract", TimeSpan.FromMinutes(5), clock, null);

        Task<ModelAnswer<string>> asked = asker.AskAsync(Question, Token);
        asked.IsCompleted.Should().BeFalse();
        clock.Due.Should().Contain(TimeSpan.FromMinutes(5));
        clock.FireAll();

        MemoryNetworkException error = (await FluentActions.Awaiting(() => asked).Should().ThrowAsync<MemoryNetworkException>()).Which;
        error.Service.Should().Be("chat");
        error.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task AskAsync_WhenClientHonoursItsToken_TimesOutToo()
    {
        ManualTimers clock = new();
        StubChatClient client = new(async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            throw new InvalidOperationException("unreachable");
        });

        Task<ModelAnswer<string>> asked = new ModelAsker(client, "extract", null, clock, null).AskAsync(Question, Token);
        clock.Due.Should().Contain(TimeSpan.FromSeconds(30));
        clock.FireAll();

        await FluentActions.Awaiting(() => asked).Should().ThrowAsync<MemoryNetworkException>().WithMessage("*in time*");
        client.Calls.Should().ContainSingle("a time-out is no refusal of the schema");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AskAsync_WhenCallerCancels_ThrowsOperationCanceled(bool clientHonoursToken)
    {
        using CancellationTokenSource cancelled = new();
        TaskCompletionSource<ChatResponse> never = new();
        StubChatClient client = new(token => clientHonoursToken ? never.Task.WaitAsync(token) : never.Task);

        Task<ModelAnswer<string>> asked = Asker(client).AskAsync(Question, cancelled.Token);
        await cancelled.CancelAsync();

        (await FluentActions.Awaiting(() => asked).Should().ThrowAsync<OperationCanceledException>())
            .Which.CancellationToken.IsCancellationRequested.Should().BeTrue();
        client.Calls.Should().ContainSingle();
    }

    [Fact]
    public async Task AskAsync_WhenACancelledCallLooksLikeABrokenConnection_ThrowsOperationCanceled()
    {
        using CancellationTokenSource cancelled = new();
        StubChatClient client = new(async _ =>
        {
            await cancelled.CancelAsync();
            throw new IOException("aborted");
        });

        await FluentActions.Awaiting(() => Asker(client).AskAsync(Question, cancelled.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task AskAsync_WhenClientThrowsOneOfOurErrors_PassesItOn()
    {
        MemoryAccessDeniedException denied = new("chat", "no key");

        (await FluentActions.Awaiting(() => Asker(new StubChatClient(StubChatClient.Throw(denied))).AskAsync(Question, Token))
            .Should().ThrowAsync<MemoryAccessDeniedException>()).Which.Should().BeSameAs(denied);
    }

    [Fact]
    public async Task AskAsync_WhenTheSecondCallFails_ThrowsThatFailure()
    {
        StubChatClient client = new(StubChatClient.Reply("?"), StubChatClient.Throw(new IOException("gone")));

        await FluentActions.Awaiting(() => Asker(client).AskAsync(Question, Token)).Should().ThrowAsync<MemoryNetworkException>();
    }

    [Fact]
    public async Task AskAsync_WhenClientThrowsBeforeItsTask_TranslatesTheSame()
    {
        StubChatClient client = new(_ => throw new HttpRequestException("refused"));

        await FluentActions.Awaiting(() => Asker(client).AskAsync(Question, Token)).Should().ThrowAsync<MemoryNetworkException>();
    }

    [Fact]
    public async Task AskAsync_AtDebug_LogsNoContentAndAtTraceAllOfIt()
    {
        string reply = """{"word":"mostly harmless"}""";
        CollectingLogger debug = new(LogLevel.Debug);
        CollectingLogger trace = new(LogLevel.Trace);

        foreach (CollectingLogger logger in (CollectingLogger[])[debug, trace])
        {
            StubChatClient client = new(
                StubChatClient.Throw(new NotSupportedException(Secret)), StubChatClient.Reply(Secret), StubChatClient.Reply(reply));
            await new ModelAsker(client, "extract", null, null, logger).AskAsync(Question, Token);
        }

        debug.Entries.Select(entry => entry.Event).Should().Equal(
            MemoryLogEvents.ModelSchemaRefused, MemoryLogEvents.ModelReplyUnreadable, MemoryLogEvents.ModelAnswered);
        debug.Entries.Should().NotContain(entry => entry.Text.Contains("Zaphod") || entry.Text.Contains("harmless"));
        trace.Entries.Where(entry => entry.Text.Contains("Zaphod") || entry.Text.Contains("harmless"))
            .Should().HaveCount(5, "three prompts and two replies").And.OnlyContain(entry => entry.Level == LogLevel.Trace);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(3_600_001)]
    public void Constructor_WithTimeoutOutOfRange_Throws(int milliseconds) =>
        FluentActions.Invoking(() => new ModelAsker(
                StubChatClient.Replying("{}"), "extract", TimeSpan.FromMilliseconds(milliseconds), null, null))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("callTimeout");

    private static ArgumentException BadOptions(ChatOptions? options) => new($"no schema in {options}", nameof(options));

    private static ModelAsker Asker(StubChatClient client) => new(client, "extract", null, null, null);

    private static bool ReadWord(ModelReply reply, [NotNullWhen(true)] out string? word, [NotNullWhen(false)] out string? problem)
    {
        word = reply.Roots[0].TryGetProperty("word", out JsonElement value) ? value.GetString() : null;
        problem = word is null ? "It has no word." : null;
        return word is not null;
    }
}
