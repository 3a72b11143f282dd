using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Quickstart;

/// <summary>A JSON array of messages: <c>{"role": "user", "content": "…", "name": "Nora"}</c>, the name being optional.</summary>
internal static class MessageListFormat
{
    private const string FallbackUser = "user";
    private const string FallbackQuestion = "Where do I live?";

    /// <exception cref="UsageException">It is no such array, or no message has text.</exception>
    public static ChatLog Read(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Array)
        {
            throw new UsageException($"{name} is neither a JSON array of messages nor a LoCoMo file.");
        }

        ChatMessage[] messages =
        [
            .. root.EnumerateArray()
                .Select((element, index) => Message(element, index, name))
                .Where(message => message.Role != ChatRole.System && !string.IsNullOrWhiteSpace(message.Text)),
        ];
        if (messages.Length == 0)
        {
            throw new UsageException($"{name} holds no message with text.");
        }

        ChatMessage[] told = [.. messages.Where(message => message.Role == ChatRole.User)];
        return new ChatLog(
            name,
            Array.Find(told, message => message.AuthorName is not null)?.AuthorName ?? FallbackUser,
            [.. Exchange.Cut(messages, occurredAt: null)],
            told.Select(message => LastQuestion(message.Text)).LastOrDefault(question => question is not null) ?? FallbackQuestion);
    }

    private static ChatMessage Message(JsonElement element, int index, string name)
    {
        string? Text(string property) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out JsonElement value)
                && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

        string role = Text("role") is { Length: > 0 } given ? given.ToLowerInvariant() : throw Missing("role");
        return new ChatMessage(new ChatRole(role), Text("content") ?? throw Missing("content"))
        {
            AuthorName = string.IsNullOrWhiteSpace(Text("name")) ? null : Text("name")!.Trim(),

            // The place in the file: the memories made of a message say that they came from it.
            MessageId = $"{name}#{index + 1}",
        };

        UsageException Missing(string property) => new($"{name}: message {index + 1} has no \"{property}\" that is a text.");
    }

    private static string? LastQuestion(string text)
    {
        int end = text.LastIndexOf('?');
        int start = end < 0 ? -1 : text.LastIndexOfAny(['.', '!', '?', ':', '\n'], Math.Max(end - 1, 0));
        return end <= 0 ? null : text[(start + 1)..(end + 1)].Trim();
    }
}
