using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>How what a queued call says stands in JSON. Written and read by name, without reflection.</summary>
internal static class QueueJson
{
    // As it is said: not twice as long, and found by whoever looks for it in the file.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonTypeInfo<ChatMessage> MessageType => (JsonTypeInfo<ChatMessage>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatMessage));

    public static string Text(JsonObject json)
    {
        ArrayBufferWriter<byte> buffer = new(1_024);
        using (Utf8JsonWriter writer = new(buffer, Readable))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="MemoryStoreException">It is not what was written.</exception>
    public static T Read<T>(QueuedCall call, Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonNode.Parse(call.Content)!.AsObject());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException
            or NullReferenceException or MemoryValidationException)
        {
            throw new MemoryStoreException($"The queued call {call.Id} cannot be read: it was damaged, or is of a newer version.", innerException: exception);
        }
    }

    public static JsonObject? Of(MemoryScope? scope) => scope is null ? null : new JsonObject
    {
        ["user"] = scope.UserId,
        ["agent"] = scope.AgentId,
        ["run"] = scope.RunId,
        ["app"] = scope.AppId,
    };

    public static MemoryScope? Scope(JsonNode? json) => json is null
        ? null
        : MemoryScope.Create(Text(json["user"]), Text(json["agent"]), Text(json["run"]), Text(json["app"]));

    public static string? Of(DateTimeOffset? instant) => instant?.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Instant(JsonNode? json) =>
        Text(json) is { } text ? DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture) : null;

    public static JsonArray Of(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    public static string[] Texts(JsonNode? json) => [.. json!.AsArray().Select(text => text!.GetValue<string>())];

    /// <summary>Writes what an add reads of messages: words and, where they are looked at, images, and who said them.</summary>
    public static JsonArray Of(IEnumerable<ChatMessage> messages, bool withImages) =>
        [.. messages.Select(message => JsonSerializer.SerializeToNode(Plain(message, withImages), MessageType))];

    public static ChatMessage[] Messages(JsonNode? json) => [.. json!.AsArray().Select(message => message.Deserialize(MessageType)!)];

    public static string? Text(JsonNode? json) => json?.GetValue<string>();

    public static bool Flag(JsonNode? json) => json?.GetValue<bool>() == true;

    public static int? Number(JsonNode? json) => json?.GetValue<int>();

    public static T? Name<T>(JsonNode? json)
        where T : struct, Enum => Text(json) is { } name ? Enum.Parse<T>(name) : null;

    private static ChatMessage Plain(ChatMessage message, bool withImages)
    {
        AIContent[] words = string.IsNullOrEmpty(message.Text) ? [] : [new TextContent(message.Text)];
        return new ChatMessage(message.Role, [.. words, .. withImages ? MessageImages.Of(message) : []])
        {
            AuthorName = message.AuthorName,
            MessageId = message.MessageId,
        };
    }
}
