using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>The JSON in a model's reply, freed from what models put around it.</summary>
/// <remarks>
/// Accepted: reasoning before <c>&lt;/think&gt;</c>, a code fence, prose and special tokens around, trailing commas, raw line breaks
/// in strings, a list where an object was asked for. Refused: what is cut off, what is broken beyond that, and several objects with
/// prose between them, since nothing says which of them is the answer. Immutable.
/// </remarks>
internal sealed class ModelReply
{
    private const string Fence = "```";
    private const string ThinkStart = "<think>";
    private const string ThinkEnd = "</think>";

    private static readonly JsonDocumentOptions Reading = new() { AllowTrailingCommas = true, AllowDuplicateProperties = false };

    private ModelReply(IReadOnlyList<JsonElement> roots, bool isDamaged)
    {
        Roots = roots;
        IsDamaged = isDamaged;
    }

    /// <summary>Gets the answer: one list, or one object, or objects that follow each other with nothing between. Never empty.</summary>
    public IReadOnlyList<JsonElement> Roots { get; }

    /// <summary>Gets a value indicating whether a character of a string was lost (half a surrogate pair, a broken escape).</summary>
    public bool IsDamaged { get; }

    /// <summary>Finds the JSON in a reply.</summary>
    /// <param name="text">The reply.</param>
    /// <param name="reply">The JSON.</param>
    /// <param name="problem">Why there is none, quoting nothing.</param>
    /// <returns>False when there is none, or more than one answer.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ModelReply? reply, [NotNullWhen(false)] out string? problem)
    {
        reply = null;
        ReadOnlySpan<char> rest = (text ?? string.Empty).AsSpan().Trim();
        if (rest.IsEmpty)
        {
            problem = "It was empty.";
            return false;
        }

        if (!TrySkipThinking(ref rest))
        {
            problem = "It ended while still thinking.";
            return false;
        }

        rest = SkipFence(rest);
        if (!rest.IsEmpty && rest[0] == '[' && IsAllOf(rest, JsonSpan.EndOf(rest)))
        {
            return TryParseOne(rest, out reply, out problem);
        }

        return TryParseObjects(rest, out reply, out problem);
    }

    private static bool TryParseOne(
        ReadOnlySpan<char> rest, [NotNullWhen(true)] out ModelReply? reply, [NotNullWhen(false)] out string? problem)
    {
        reply = null;
        int end = JsonSpan.EndOf(rest);
        if (end < 0)
        {
            problem = "Its JSON ends before it is closed.";
            return false;
        }

        bool damaged = false;
        if (TryParseJson(rest[..end], ref damaged, out JsonElement list))
        {
            reply = new ModelReply([list], damaged);
            problem = null;
            return true;
        }

        problem = "It is not valid JSON.";
        return false;
    }

    private static bool TryParseObjects(
        ReadOnlySpan<char> rest, [NotNullWhen(true)] out ModelReply? reply, [NotNullWhen(false)] out string? problem)
    {
        reply = null;
        List<JsonElement> roots = [];
        bool damaged = false;
        bool apart = false;
        for (int start = rest.IndexOf('{'); start >= 0; start = rest.IndexOf('{'))
        {
            ReadOnlySpan<char> before = rest[..start];
            rest = rest[start..];
            int end = JsonSpan.EndOf(rest);
            if (end < 0)
            {
                // Never look inside: the parts of an answer that is cut off are not the answer.
                problem = "Its JSON ends before it is closed.";
                return false;
            }

            if (TryParseJson(rest[..end], ref damaged, out JsonElement found))
            {
                apart |= roots.Count > 0 && !before.IsWhiteSpace();
                roots.Add(found);
            }
            else if (JsonSpan.LooksLikeObject(rest))
            {
                problem = "It is not valid JSON.";
                return false;
            }

            rest = rest[end..];
        }

        if (roots.Count > 1 && roots.TrueForAll(root => JsonElement.DeepEquals(root, roots[0])))
        {
            roots.RemoveRange(1, roots.Count - 1);
            apart = false;
        }

        problem = roots.Count == 0 ? "It has no JSON object in it."
            : apart ? "It has several JSON objects in it, and nothing says which is the answer."
            : null;
        reply = problem is null ? new ModelReply(roots, damaged) : null;
        return reply is not null;
    }

    private static bool TryParseJson(ReadOnlySpan<char> json, ref bool damaged, out JsonElement element)
    {
        string repaired = JsonSpan.Repair(json, out bool damages);
        try
        {
            using JsonDocument document = JsonDocument.Parse(repaired, Reading);
            element = document.RootElement.Clone();
            damaged |= damages;
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }

    private static bool TrySkipThinking(ref ReadOnlySpan<char> rest)
    {
        bool opened = rest.StartsWith(ThinkStart, StringComparison.OrdinalIgnoreCase);
        int end = rest.IndexOf(ThinkEnd, StringComparison.OrdinalIgnoreCase);

        // Some chat templates open the thinking themselves, so that only its end is in the reply. An answer that merely mentions
        // the tag opens like an answer.
        if (end >= 0 && (opened || rest[0] is not ('{' or '[' or '`')))
        {
            rest = rest[(end + ThinkEnd.Length)..].TrimStart();
            return true;
        }

        return !opened;
    }

    /// <summary>Goes to the content of a code fence that opens before any JSON does. What closes it counts as prose.</summary>
    private static ReadOnlySpan<char> SkipFence(ReadOnlySpan<char> rest)
    {
        int fence = rest.IndexOf(Fence, StringComparison.Ordinal);
        int json = rest.IndexOfAny('{', '[');
        if (fence < 0 || (json >= 0 && json < fence))
        {
            return rest;
        }

        rest = rest[(fence + Fence.Length)..];
        int name = 0;
        while (name < rest.Length && char.IsAsciiLetterOrDigit(rest[name]))
        {
            name++;
        }

        return rest[name..].TrimStart();
    }

    /// <summary>Tells whether a list is the whole reply, and not a "[0]" that opens a sentence.</summary>
    private static bool IsAllOf(ReadOnlySpan<char> rest, int end)
    {
        ReadOnlySpan<char> after = end < 0 ? [] : rest[end..].TrimStart();
        return after.IsEmpty || after[0] == '<' || after.StartsWith(Fence, StringComparison.Ordinal);
    }
}
