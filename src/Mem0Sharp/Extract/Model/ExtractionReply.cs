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
        ReadFacts found = new();
        foreach (JsonElement root in reply.Roots)
        {
            if (!ReplyField.TryList(root, out JsonElement list, "facts", "memory")
                || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.String))
            {
                problem = "It has no list named \"facts\".";
                return false;
            }

            IEnumerable<JsonElement> items = list.ValueKind == JsonValueKind.String ? [list] : list.EnumerateArray();
            foreach (JsonElement item in items)
            {
                if (!FactReply.TryRead(item, messageCount, out ExtractedFact? fact, out problem))
                {
                    return false;
                }

                if (fact is not null)
                {
                    found.Add(fact);
                }
            }
        }

        facts = found.Facts;
        problem = null;
        return true;
    }
}
