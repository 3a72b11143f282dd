using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads one fact of a reply: a string, or an object with "text", "fact" or "memory".</summary>
internal static class FactReply
{
    /// <summary>Reads a fact of a conversation of so many messages.</summary>
    /// <param name="item">The fact as the model wrote it.</param>
    /// <param name="messageCount">How many messages there are.</param>
    /// <param name="fact">The fact, or null where its text is blank.</param>
    /// <param name="problem">Why it is none, quoting nothing.</param>
    public static bool TryRead(
        JsonElement item, int messageCount, out ExtractedFact? fact, [NotNullWhen(false)] out string? problem)
    {
        fact = null;
        if (!TryTextOf(item, out string? text))
        {
            problem = "A fact in it is neither a string nor an object with a \"text\", or it is too long.";
            return false;
        }

        problem = null;
        if (text is not null)
        {
            (DateTimeOffset? from, DateTimeOffset? to) = ReplyDate.Interval(item, "from", "to");
            fact = new ExtractedFact(text) { Messages = MessagesOf(item, messageCount), Type = TypeOf(item), ValidFrom = from, ValidTo = to };
        }

        return true;
    }

    private static bool TryTextOf(JsonElement item, out string? text)
    {
        text = null;
        if (item.ValueKind == JsonValueKind.String)
        {
            return ReplyField.TryText(item.GetString(), out text);
        }

        if (item.ValueKind == JsonValueKind.Object)
        {
            foreach (string name in (ReadOnlySpan<string>)["text", "fact", "memory"])
            {
                if (item.TryGetProperty(name, out _))
                {
                    return ReplyField.TryText(item, name, out text);
                }
            }
        }

        return false;
    }

    private static MemoryType? TypeOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!.Trim().ToLowerInvariant() switch
            {
                "semantic" => MemoryType.Semantic,
                "episodic" => MemoryType.Episodic,
                "procedural" => MemoryType.Procedural,
                "emotional" => MemoryType.Emotional,
                "reflective" => MemoryType.Reflective,
                _ => null,
            }
            : null;

    private static List<int> MessagesOf(JsonElement item, int messageCount)
    {
        SortedSet<int> numbers = [];
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("messages", out JsonElement messages))
        {
            IEnumerable<JsonElement> values = messages.ValueKind == JsonValueKind.Array ? messages.EnumerateArray() : [messages];
            foreach (JsonElement value in values)
            {
                if (ReplyField.TryNumber(value, out int number) && number >= 0 && number < messageCount)
                {
                    numbers.Add(number);
                }
            }
        }

        return [.. numbers];
    }
}
