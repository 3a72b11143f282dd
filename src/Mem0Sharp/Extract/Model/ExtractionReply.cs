using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads facts as models write them.</summary>
/// <remarks>
/// Accepted: a list under "facts" or "memory" or at the top, one string for a list of one, and facts that are strings or objects
/// with "text", "fact" or "memory". Several objects in a row are one list. Empty facts are dropped, equal ones become one, and
/// message numbers that do not exist are dropped, as are a kind and dates that are none: where a fact came from, and since when, is worth
/// less than the fact. All else is unreadable.
/// </remarks>
internal static class ExtractionReply
{
    /// <summary>Reads a reply to a conversation of so many messages.</summary>
    public static bool TryRead(
        ModelReply reply,
        int messageCount,
        [NotNullWhen(true)] out IReadOnlyList<ExtractedFact>? facts,
        [NotNullWhen(false)] out string? problem)
    {
        facts = null;
        List<ExtractedFact> found = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach (JsonElement root in reply.Roots)
        {
            if (!ReplyField.TryList(root, out JsonElement list, "facts", "memory")
                || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.String))
            {
                problem = "It has no list named \"facts\".";
                return false;
            }

            if (list.ValueKind == JsonValueKind.String)
            {
                if (!TryAdd(list, messageCount, found, places, out problem))
                {
                    return false;
                }

                continue;
            }

            foreach (JsonElement item in list.EnumerateArray())
            {
                if (!TryAdd(item, messageCount, found, places, out problem))
                {
                    return false;
                }
            }
        }

        facts = found;
        problem = null;
        return true;
    }

    private static bool TryAdd(
        JsonElement item,
        int messageCount,
        List<ExtractedFact> found,
        Dictionary<string, int> places,
        [NotNullWhen(false)] out string? problem)
    {
        if (!TryTextOf(item, out string? text))
        {
            problem = "A fact in it is neither a string nor an object with a \"text\", or it is too long.";
            return false;
        }

        problem = null;
        if (text is null)
        {
            return true;
        }

        List<int> messages = MessagesOf(item, messageCount);
        if (places.TryGetValue(text, out int place))
        {
            found[place] = found[place] with { Messages = [.. found[place].Messages.Union(messages).Order()] };
            return true;
        }

        places[text] = found.Count;
        (DateTimeOffset? from, DateTimeOffset? to) = ReplyDate.Interval(item, "from", "to");
        found.Add(new ExtractedFact(text) { Messages = messages, Type = TypeOf(item), ValidFrom = from, ValidTo = to });
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
