using System.Runtime.CompilerServices;
using Anthropic;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>
/// The official Anthropic SDK's own <see cref="IChatClient"/>, with errors that everybody knows: its exceptions carry the HTTP
/// status in a property that only its callers can read.
/// </summary>
internal sealed class AnthropicChatClient(IAnthropicClient client, string model) : DelegatingChatClient(client.AsIChatClient(model))
{
    /// <exception cref="HttpRequestException">The service answered with an error: its status is the exception's.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (AnthropicApiException exception)
        {
            throw new HttpRequestException(exception.Message, exception, exception.StatusCode);
        }
    }

    /// <summary>Gets the whole answer at once: nothing here is shown while it is written.</summary>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }
}
