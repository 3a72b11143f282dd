using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Ask;

/// <summary>A chat client that does what each call is told, the last instruction for all calls after it, and keeps what it was sent.</summary>
internal sealed class StubChatClient(params StubChatClient.Behaviour[] behaviours) : IChatClient
{
    public delegate Task<ChatResponse> Behaviour(CancellationToken cancellationToken);

    public List<StubChatCall> Calls { get; } = [];

    public static StubChatClient Replying(params string[] replies) => new([.. replies.Select(reply => Reply(reply))]);

    public static Behaviour Reply(string text, UsageDetails? usage = null, ChatFinishReason? finishReason = null) =>
        _ => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { Usage = usage, FinishReason = finishReason });

    public static Behaviour Throw(Exception exception) => _ => Task.FromException<ChatResponse>(exception);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls.Add(new StubChatCall([.. messages], options));
        return behaviours[Math.Min(Calls.Count, behaviours.Length) - 1](cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Nothing here streams.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
