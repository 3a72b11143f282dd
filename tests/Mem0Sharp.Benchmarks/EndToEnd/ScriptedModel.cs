using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Benchmarks;

/// <summary>
/// A model that answers at once what it was told to: two facts of a message, of which one is new and the other changes the first of the
/// memories that it is shown. Unlike the one of <c>Mem0Sharp.Testing</c> it keeps no request, which would count as allocated. One caller.
/// </summary>
internal sealed class ScriptedModel : IChatClient
{
    private const string Decisions = """
        {"decisions":[
        {"fact":0,"event":"ADD","candidate":null,"text":null,"old_text":null,"span":null,"with":null,"reason":"new"},
        {"fact":1,"event":"UPDATE","candidate":0,"text":TEXT,"old_text":null,"span":null,"with":null,"reason":"changed"}]}
        """;

    /// <summary>Gets or sets what is answered next.</summary>
    public (string Facts, string Decisions) Script { get; set; }

    /// <summary>Writes down what the model answers about a message.</summary>
    /// <param name="added">The fact that is new.</param>
    /// <param name="changed">The fact that changes a memory.</param>
    public static (string Facts, string Decisions) ScriptOf(string added, string changed) => (
        $$"""{"facts":[{{Fact(added)}},{{Fact(changed)}}]}""",
        Decisions.Replace("TEXT", JsonSerializer.Serialize(changed), StringComparison.Ordinal));

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        string? schema = (options?.ResponseFormat as ChatResponseFormatJson)?.SchemaName;
        string text = schema switch
        {
            "facts" => Script.Facts,
            "decisions" => Script.Decisions,
            _ => throw new InvalidOperationException($"The model is not scripted for replies of the schema '{schema}'."),
        };
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = ChatFinishReason.Stop });
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("No memory asks for a reply in pieces.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static string Fact(string text) =>
        $$"""{"text":{{JsonSerializer.Serialize(text)}},"messages":[0],"type":"semantic","from":null,"to":null}""";
}
