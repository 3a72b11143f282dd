using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads single values of a reply as models write them. Never throws, whatever their kind.</summary>
internal static class ReplyField
{
    /// <summary>Reads a whole number, also one in quotes: "0" has no second reading.</summary>
    public static bool TryNumber(JsonElement value, out int number)
    {
        number = 0;
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt32(out number),
            JsonValueKind.String => int.TryParse(
                value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    /// <summary>Reads a property that holds text or nothing: absent, null and blank are all nothing.</summary>
    /// <returns>False when it holds something else, or more than a memory can hold.</returns>
    public static bool TryText(JsonElement owner, string name, out string? text)
    {
        text = null;
        if (!owner.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        return value.ValueKind == JsonValueKind.String && TryText(value.GetString(), out text);
    }

    /// <summary>Reads a reply that is one object with one text.</summary>
    /// <returns>False when it is something else, or the text is blank or longer than a memory can be; <paramref name="problem"/> says so.</returns>
    public static bool TryOnlyText(
        ModelReply reply, string name, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? problem)
    {
        text = null;
        bool isRead = reply.Roots is [{ ValueKind: JsonValueKind.Object } root] && TryText(root, name, out text) && text is not null;
        problem = isRead ? null : $"It is not one object with a \"{name}\" that is a text.";
        return isRead;
    }

    /// <summary>Trims text; blank is null.</summary>
    /// <returns>False when it is longer than a memory can be.</returns>
    public static bool TryText(string? raw, out string? text)
    {
        text = string.IsNullOrWhiteSpace(raw) ? null : raw.Trim();
        return text is null || text.Length <= MemoryLimits.TextLength;
    }

    /// <summary>Reads a reply that is one list of decisions: one answer, and no lost character, since a decision changes what is known.</summary>
    /// <returns>False when it is something else; <paramref name="problem"/> says so.</returns>
    public static bool TryOnlyList(ModelReply reply, string name, out JsonElement list, [NotNullWhen(false)] out string? problem)
    {
        list = default;
        problem = reply.IsDamaged ? "It holds an escape that is no character."
            : reply.Roots.Count != 1 ? "It has several JSON objects in it."
            : !TryList(reply.Roots[0], out list, name) || list.ValueKind != JsonValueKind.Array ? $"It has no list named \"{name}\"."
            : null;
        return problem is null;
    }

    /// <summary>Finds the list in a reply: the reply itself, or the first property of these names that is there.</summary>
    /// <returns>False when there is none; <paramref name="list"/> may be of any kind.</returns>
    public static bool TryList(JsonElement root, out JsonElement list, params ReadOnlySpan<string> names)
    {
        list = root;
        if (root.ValueKind == JsonValueKind.Array)
        {
            return true;
        }

        foreach (string name in names)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out list))
            {
                return true;
            }
        }

        return false;
    }
}
