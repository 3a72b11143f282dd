using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Quickstart;

/// <summary>Where the OpenAI API is, and how its SDK's errors become ones that everybody knows.</summary>
/// <param name="key">The key.</param>
/// <param name="address">Another server of the same API (Ollama and vLLM: "http://…/v1"), or null for OpenAI's own.</param>
/// <param name="retries">How often a call that failed for now is repeated.</param>
internal sealed class OpenAIConnection(string key, Uri? address, int retries)
{
    private readonly OpenAIClient _client = new(new ApiKeyCredential(key), new OpenAIClientOptions
    {
        Endpoint = address,
        RetryPolicy = new ClientRetryPolicy(retries),
    });

    public Uri Address { get; } = address ?? new Uri("https://api.openai.com/v1");

    public ChatClient Chat(string model) => _client.GetChatClient(model);

    public EmbeddingClient Embeddings(string model) => _client.GetEmbeddingClient(model);

    /// <exception cref="HttpRequestException">The service answered with an error: its status is the exception's.</exception>
    public static async Task<T> CallAsync<T>(Func<Task<ClientResult<T>>> call)
    {
        try
        {
            return (await call()).Value;
        }
        catch (ClientResultException exception) when (exception.Status > 0)
        {
            // The SDK has an exception of its own, which only its callers know. The status is what says what to do.
            throw new HttpRequestException(exception.Message, exception, (HttpStatusCode)exception.Status);
        }
    }
}
