using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Mem0Sharp;

/// <summary>The messages of an agent's run as text: what it called, and what came back, stands there beside what was said.</summary>
internal static class RunTranscript
{
    // Each character costs.
    private static readonly JsonSerializerOptions OnOneLine = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    public static IEnumerable<ChatMessage> Of(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        foreach (ChatMessage message in messages)
        {
            ArgumentNullException.ThrowIfNull(message, nameof(messages));
            yield return message.Contents.Any(content => content is FunctionCallContent or FunctionResultContent)
                ? new ChatMessage(message.Role, TextOf(message)) { AuthorName = message.AuthorName, MessageId = message.MessageId }
                : message;
        }
    }

    private static string TextOf(ChatMessage message)
    {
        StringBuilder text = new();
        foreach (AIContent content in message.Contents)
        {
            string? part = content switch
            {
                TextContent said => said.Text,
                FunctionCallContent call => $"[calls {call.Name}({Json(call.Arguments)})]",
                FunctionResultContent { Exception: { } failure } => $"[the call failed: {failure.Message}]",
                FunctionResultContent result => $"[the call returned {Json(result.Result)}]",
                _ => null,
            };
            if (!string.IsNullOrWhiteSpace(part))
            {
                text.Append(text.Length == 0 ? string.Empty : "\n").Append(part);
            }
        }

        return text.ToString();
    }

    private static string Json(object? value)
    {
        if (value is null or string)
        {
            return (string?)value ?? "nothing";
        }

        // A tool may return whatever it likes; what its serializer does not know is named by its own text.
        return OnOneLine.TryGetTypeInfo(value.GetType(), out JsonTypeInfo? type)
            ? JsonSerializer.Serialize(value, type)
            : value.ToString() ?? string.Empty;
    }
}
