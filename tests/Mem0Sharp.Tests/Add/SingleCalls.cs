using System.Globalization;
using System.Text.Json;
using Mem0Sharp.Testing;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.Tests.Adding;

/// <summary>Adds in one model call: a memory that makes them, and the replies to it.</summary>
internal static class SingleCalls
{
    public const string Add = """{"event":"ADD","candidate":null,"text":null,"old_text":null,"span":null,"with":null,"reason":null}""";

    /// <summary>A memory whose model is asked once.</summary>
    public static MemoryFixture Fixture(Action<MemoryBuilder>? build = null) => MemoryFixture.ByModel(builder =>
    {
        builder.Configure(options => options.SingleModelCall = true);
        build?.Invoke(builder);
    });

    /// <summary>A memory whose model answers by what it is shown.</summary>
    public static MemoryFixture Answering(Func<ScriptedChatRequest, string> reply) => Fixture(builder => builder.UseChatClient(ScriptedChatClient.From(reply)));

    public static string Reply(params string[] facts) => $$"""{"facts":[{{string.Join(",", facts)}}]}""";

    public static string Fact(string text, params string[] decisions) =>
        $$"""{"text":{{Json(text)}},"messages":[0],"type":"semantic","from":null,"to":null,"decisions":[{{string.Join(",", decisions)}}]}""";

    public static string Update(int candidate, string text, string? oldText = null) =>
        $$"""{"event":"UPDATE","candidate":{{candidate}},"text":{{Json(text)}},"old_text":{{Json(oldText)}},"span":null,"with":null,"reason":"newer"}""";

    public static string Span(int candidate, string span, string with) =>
        $$"""{"event":"UPDATE","candidate":{{candidate}},"text":null,"old_text":null,"span":{{Json(span)}},"with":{{Json(with)}},"reason":null}""";

    public static string Delete(int candidate, string? oldText = null) =>
        $$"""{"event":"DELETE","candidate":{{candidate}},"text":null,"old_text":{{Json(oldText)}},"span":null,"with":null,"reason":"gone"}""";

    public static string None(int? candidate) =>
        $$"""{"event":"NONE","candidate":{{Json(candidate)}},"text":null,"old_text":null,"span":null,"with":null,"reason":null}""";

    /// <summary>Gets what a request shows as known, by number.</summary>
    public static string[] Shown(ScriptedChatRequest request) =>
    [
        .. request.LastText.Split('\n')
            .SkipWhile(line => !string.Equals(line, ArbitrationPrompt.Memories, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !string.Equals(line, ArbitrationPrompt.End, StringComparison.Ordinal))
            .Select((line, number) => JsonSerializer.Deserialize<string>(line[string.Create(CultureInfo.InvariantCulture, $"[{number}] ").Length..])!),
    ];

    /// <summary>Gets the number by which a request shows a text.</summary>
    public static int NumberOf(ScriptedChatRequest request, string text) => Array.IndexOf(Shown(request), text);

    /// <summary>Gets the name of the schema that a request asks for: its stage.</summary>
    public static string? Stage(ScriptedChatRequest request) => (request.Options?.ResponseFormat as ChatResponseFormatJson)?.SchemaName;

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
