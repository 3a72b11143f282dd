using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Mem0Sharp.AspNetCore;

/// <summary>Messages as Mem0's clients send them: a text, an object, or an array of objects with a role and a content.</summary>
internal static class WireMessages
{
    /// <exception cref="WireException">They are not.</exception>
    public static IReadOnlyList<ChatMessage> Read(JsonObject body)
    {
        List<ChatMessage> messages = body["messages"] switch
        {
            JsonArray array => [.. array.Select(Message)],
            JsonObject message => [Message(message)],
            JsonValue value when value.GetValueKind() == JsonValueKind.String => [new ChatMessage(ChatRole.User, Field.Text(body, "messages"))],
            null => throw WireException.Bad("\"messages\" is missing."),
            _ => throw WireException.Wrong("messages", "an array of messages, or a string"),
        };
        return messages.Count is > 0 and <= MemoryLimits.Messages
            ? messages
            : throw WireException.Wrong("messages", FormattableString.Invariant($"1 to {MemoryLimits.Messages} messages"));
    }

    /// <summary>Tells whether all are a system's: instructions, of which nothing is remembered. Clients send them by themselves, and take an error for an outage.</summary>
    public static bool IsNothingSaid(IReadOnlyList<ChatMessage> messages) => messages.All(message => message.Role == ChatRole.System);

    private static ChatMessage Message(JsonNode? node)
    {
        if (node is not JsonObject json)
        {
            throw WireException.Wrong("messages", "an array of objects with \"role\" and \"content\"");
        }

        ChatRole role = Field.Text(json, "role") is { Length: > 0 } name ? new ChatRole(name) : ChatRole.User;
        return new ChatMessage(role, json["content"] is JsonArray parts ? [.. parts.Select(Part)] : Content(json))
        {
            AuthorName = Field.Text(json, "name"),
        };
    }

    private static List<AIContent> Content(JsonObject json) => Field.Text(json, "content") is { } text ? [new TextContent(text)] : [];

    private static AIContent Part(JsonNode? node)
    {
        if (node is not JsonObject part)
        {
            throw WireException.Wrong("content", "a string, or an array of parts");
        }

        if (Field.Text(part, "type") is "image_url")
        {
            string? address = part["image_url"] is JsonObject image ? Field.Text(image, "url") : Field.Text(part, "image_url");
            try
            {
                return address is null ? throw WireException.Wrong("image_url", "an address")
                    : address.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? new DataContent(address)
                    : new UriContent(address, "image/*");
            }
            catch (Exception exception) when (exception is ArgumentException or UriFormatException)
            {
                throw WireException.Wrong("image_url", "an address");
            }
        }

        return new TextContent(Field.Text(part, "text") ?? string.Empty);
    }
}
