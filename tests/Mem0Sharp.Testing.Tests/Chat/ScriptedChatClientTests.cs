using Microsoft.Extensions.AI;

namespace Mem0Sharp.Testing.Tests.Chat;

public sealed class ScriptedChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetResponseAsync_SeveralReplies_ComeInOrder()
    {
        ChatResponse own = new(new ChatMessage(ChatRole.Assistant, "own"));
        using ScriptedChatClient chat = new ScriptedChatClient().Reply("first").Reply(own);

        ChatResponse first = await chat.GetResponseAsync("a", cancellationToken: Token);
        ChatResponse second = await chat.GetResponseAsync("b", cancellationToken: Token);

        first.Text.Should().Be("first");
        first.FinishReason.Should().Be(ChatFinishReason.Stop);
        first.ModelId.Should().Be("scripted");
        second.Should().BeSameAs(own);
        chat.Remaining.Should().Be(0);
    }

    [Fact]
    public async Task GetResponseAsync_BeyondTheScript_SaysHowManyStepsThereWereAndWhatWasAsked()
    {
        using ScriptedChatClient chat = new ScriptedChatClient().Reply("only");
        await chat.GetResponseAsync("expected", cancellationToken: Token);

        Func<Task> call = () => chat.GetResponseAsync("one too many", cancellationToken: Token);

        (await call.Should().ThrowAsync<InvalidOperationException>()).Which.Message
            .Should().Be("The script has 1 step and all are used up. Unexpected call 2: user: 'one too many'");
        chat.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task From_Function_AnswersWhatIsBeyondTheScript()
    {
        using ScriptedChatClient chat = ScriptedChatClient.From(request => $"{request.Number}: {request.LastText}").Reply("scripted");

        string[] replies =
        [
            (await chat.GetResponseAsync("a", cancellationToken: Token)).Text,
            (await chat.GetResponseAsync("b", cancellationToken: Token)).Text,
            (await chat.GetResponseAsync("c", cancellationToken: Token)).Text,
        ];

        replies.Should().Equal("scripted", "2: b", "3: c");
    }

    [Fact]
    public async Task Requests_AfterTheCallerChangedItsOwn_AreAsTheyWere()
    {
        using ScriptedChatClient chat = new ScriptedChatClient().Reply("ok");
        List<ChatMessage> messages = [new(ChatRole.System, "rules"), new(ChatRole.User, "question")];
        ChatOptions options = new() { Temperature = 0.5f };

        await chat.GetResponseAsync(messages, options, Token);
        messages[1].Contents.Clear();
        messages.Clear();
        options.Temperature = 1;

        ScriptedChatRequest request = chat.Requests.Should().ContainSingle().Subject;
        request.Number.Should().Be(1);
        request.IsStreaming.Should().BeFalse();
        request.Messages.Select(message => message.Text).Should().Equal("rules", "question");
        request.Options!.Temperature.Should().Be(0.5f);
        request.LastText.Should().Be("question");
        request.AllText.Should().Be("rules\nquestion");
    }

    [Fact]
    public async Task Fail_ItsCall_ThrowsItAndTheNextReplies()
    {
        HttpRequestException down = new("down");
        using ScriptedChatClient chat = new ScriptedChatClient().Fail(down).Reply("up again");

        Func<Task> call = () => chat.GetResponseAsync("a", cancellationToken: Token);

        (await call.Should().ThrowAsync<HttpRequestException>()).Which.Should().BeSameAs(down);
        (await chat.GetResponseAsync("b", cancellationToken: Token)).Text.Should().Be("up again");
    }

    [Fact]
    public async Task Truncate_ItsReply_IsCutWithFinishReasonLength()
    {
        using ScriptedChatClient chat = new ScriptedChatClient().Truncate("0123456789", 4);

        ChatResponse response = await chat.GetResponseAsync("a", cancellationToken: Token);

        response.Text.Should().Be("0123");
        response.FinishReason.Should().Be(ChatFinishReason.Length);
    }

    [Fact]
    public async Task Delay_Reply_ComesWhenTheClockHasPassedIt()
    {
        ManualTimeProvider time = new();
        using ScriptedChatClient chat = new ScriptedChatClient(time).Delay(TimeSpan.FromSeconds(5)).Reply("late");

        Task<ChatResponse> call = chat.GetResponseAsync("a", cancellationToken: Token);
        time.Advance(TimeSpan.FromSeconds(4.999));
        bool before = call.IsCompleted;
        time.Advance(TimeSpan.FromMilliseconds(1));

        before.Should().BeFalse();
        (await call).Text.Should().Be("late");
    }

    [Fact]
    public async Task Delay_TokenCancelledMeanwhile_IsCancelled()
    {
        ManualTimeProvider time = new();
        using CancellationTokenSource source = new();
        using ScriptedChatClient chat = ScriptedChatClient.From(_ => "never", time).Delay(TimeSpan.FromSeconds(5));

        Task<ChatResponse> call = chat.GetResponseAsync("a", cancellationToken: source.Token);
        await source.CancelAsync();

        Func<Task> wait = () => call;
        await wait.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Delay_SetBackToZero_EndsForLaterSteps()
    {
        ManualTimeProvider time = new();
        using ScriptedChatClient chat =
            new ScriptedChatClient(time).Delay(TimeSpan.FromSeconds(1)).Reply("slow").Delay(TimeSpan.Zero).Reply("quick");

        Task<ChatResponse> slow = chat.GetResponseAsync("a", cancellationToken: Token);
        Task<ChatResponse> quick = chat.GetResponseAsync("b", cancellationToken: Token);

        slow.IsCompleted.Should().BeFalse();
        (await quick).Text.Should().Be("quick");
        time.Advance(TimeSpan.FromSeconds(1));
        (await slow).Text.Should().Be("slow");
    }

    [Fact]
    public async Task ReportUsage_TextReplies_CarryTheCounts()
    {
        using ScriptedChatClient chat = new ScriptedChatClient().Reply("free").ReportUsage(100, 7).Reply("paid");

        (await chat.GetResponseAsync("a", cancellationToken: Token)).Usage.Should().BeNull();
        UsageDetails usage = (await chat.GetResponseAsync("b", cancellationToken: Token)).Usage!;

        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount).Should().Be((100, 7, 107));
    }

    [Fact]
    public async Task GetStreamingResponseAsync_Reply_ComesInPiecesThatMakeTheWhole()
    {
        using ScriptedChatClient chat = new ScriptedChatClient { PieceLength = 3 }.ReportUsage(1, 2).Reply("0123🦜456789");

        List<ChatResponseUpdate> pieces = [];
        await foreach (ChatResponseUpdate piece in chat.GetStreamingResponseAsync("a", cancellationToken: Token))
        {
            pieces.Add(piece);
        }

        pieces.Select(piece => piece.Text).Should().Equal("012", "3🦜", "456", "789", string.Empty);
        pieces[^1].FinishReason.Should().Be(ChatFinishReason.Stop);
        ChatResponse whole = pieces.ToChatResponse();
        whole.Text.Should().Be("0123🦜456789");
        whole.Usage!.TotalTokenCount.Should().Be(3);
        whole.Messages.Should().ContainSingle().Which.Role.Should().Be(ChatRole.Assistant);
        chat.Requests.Should().ContainSingle().Which.IsStreaming.Should().BeTrue();
    }

    [Fact]
    public async Task GetStreamingResponseAsync_CancelledBetweenPieces_Stops()
    {
        using ScriptedChatClient chat = new ScriptedChatClient { PieceLength = 1 }.Reply("abcdef");
        using CancellationTokenSource source = new();
        string seen = string.Empty;

        Func<Task> read = async () =>
        {
            await foreach (ChatResponseUpdate piece in chat.GetStreamingResponseAsync("a", cancellationToken: source.Token))
            {
                seen += piece.Text;
                await source.CancelAsync();
            }
        };

        await read.Should().ThrowAsync<OperationCanceledException>();
        seen.Should().Be("a");
    }

    [Fact]
    public async Task GetResponseAsync_CancelledBefore_TakesNoStepAndRecordsNothing()
    {
        using ScriptedChatClient chat = new ScriptedChatClient().Reply("kept");

        Func<Task> call = () => chat.GetResponseAsync("a", cancellationToken: new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<OperationCanceledException>();
        chat.Requests.Should().BeEmpty();
        chat.Remaining.Should().Be(1);
    }

    [Fact]
    public async Task GetResponseAsync_FromManyThreads_GivesEachStepOnce()
    {
        using ScriptedChatClient chat = new();
        string[] replies = [.. Enumerable.Range(0, 200).Select(number => $"reply {number}")];
        Array.ForEach(replies, reply => chat.Reply(reply));

        ChatResponse[] responses = await Task.WhenAll(replies.Select(_ => Task.Run(() => chat.GetResponseAsync("a", cancellationToken: Token), Token)));

        responses.Select(response => response.Text).Should().BeEquivalentTo(replies);
        chat.Requests.Select(request => request.Number).Should().BeEquivalentTo(Enumerable.Range(1, 200));
    }

    [Fact]
    public void GetService_Metadata_NamesTheModel()
    {
        using ScriptedChatClient chat = new() { ModelId = "tiny" };

        chat.GetService<ChatClientMetadata>()!.DefaultModelId.Should().Be("tiny");
        chat.GetService<ScriptedChatClient>().Should().BeSameAs(chat);
        chat.GetService(typeof(ScriptedChatClient), "key").Should().BeNull();
        chat.GetService<TimeProvider>().Should().BeNull();
    }
}
