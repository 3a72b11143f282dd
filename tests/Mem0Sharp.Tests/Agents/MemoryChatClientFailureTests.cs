using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;
using static Mem0Sharp.Tests.MemoryFixture;

namespace Mem0Sharp.Tests.Agents;

/// <summary>What a memory that fails does to a chat: nothing or, when asked for, everything.</summary>
public sealed class MemoryChatClientFailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task GetResponseAsync_WhenTheEmbedderIsDown_AnswersAllTheSame(bool streaming)
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Some tea.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { Adding = new() { Mode = MemoryAddMode.Verbatim } });

        string answer = streaming
            ? string.Concat((await client.GetStreamingResponseAsync("Which tea?", cancellationToken: Token).ToListAsync(Token)).Select(u => u.Text))
            : (await client.GetResponseAsync("Which tea?", cancellationToken: Token)).Text;

        answer.Should().Be("Some tea.");
        model.Requests[0].AllText.Should().Be("Which tea?");
        (await fixture.Memory.CountAsync(Alice, cancellationToken: Token)).Should().Be(1);
    }

    [Fact]
    public async Task GetResponseAsync_WhenRecallingMayFailTheChat_Throws()
    {
        await using MemoryFixture fixture = ByRules();
        await fixture.StoreAsync("Alice drinks green tea.");
        fixture.Embeddings.FailNext(new HttpRequestException("down"));
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Some tea.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { MemoryErrorsFailTheChat = true });

        Func<Task> asking = () => client.GetResponseAsync("Which tea?", cancellationToken: Token);

        await asking.Should().ThrowAsync<MemoryNetworkException>();
        model.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponseAsync_WhenRememberingMayFailTheChat_Throws()
    {
        await using MemoryFixture fixture = ByModel();
        fixture.Chat.Reply("no JSON").Reply("nor here");
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Some tea.");
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice), new MemoryChatOptions { MemoryErrorsFailTheChat = true });

        Func<Task> asking = () => client.GetResponseAsync("Which tea?", cancellationToken: Token);

        await asking.Should().ThrowAsync<ModelResponseException>();
    }

    [Fact]
    public async Task GetResponseAsync_WhenItsMemoryIsDisposed_AnswersAllTheSame()
    {
        await using MemoryFixture fixture = ByRules();
        ScopedMemory handle = fixture.Memory.For(Alice);
        await fixture.Memory.DisposeAsync();
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Some tea.");
        using MemoryChatClient client = new(model, handle);

        (await client.GetResponseAsync("Which tea?", cancellationToken: Token)).Text.Should().Be("Some tea.");
    }

    [Fact]
    public async Task GetResponseAsync_Cancelled_IsCancelledAlsoWhenErrorsOfTheMemoryAreSurvived()
    {
        await using MemoryFixture fixture = ByRules();
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using ScriptedChatClient model = ScriptedChatClient.From(_ =>
        {
            source.Cancel();
            return "Some tea.";
        });
        using MemoryChatClient client = new(model, fixture.Memory.For(Alice));

        Func<Task> asking = () => client.GetResponseAsync("I moved to Lisbon.", cancellationToken: source.Token);

        await asking.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task GetResponseAsync_WhenWhoseMemoryItIsCannotBeSaid_FailsTheChat()
    {
        using ScriptedChatClient model = new ScriptedChatClient().Reply("Some tea.");
        using MemoryChatClient client = new(model, _ => throw new UnauthorizedAccessException());

        Func<Task> asking = () => client.GetResponseAsync("Which tea?", cancellationToken: Token);

        await asking.Should().ThrowAsync<UnauthorizedAccessException>();
        model.Requests.Should().BeEmpty();
    }
}
