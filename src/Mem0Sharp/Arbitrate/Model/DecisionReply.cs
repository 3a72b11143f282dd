using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads one decision about a fact.</summary>
internal static class DecisionReply
{
    /// <summary>Reads a decision.</summary>
    /// <param name="item">The decision as the model wrote it.</param>
    /// <param name="fact">The number of the fact it is about.</param>
    /// <param name="candidates">The memories that were shown, by number.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="problem">Why it is none, quoting nothing.</param>
    public static bool TryRead(
        JsonElement item,
        int fact,
        IReadOnlyList<MemoryCandidate> candidates,
        [NotNullWhen(true)] out MemoryDecision? decision,
        [NotNullWhen(false)] out string? problem)
    {
        decision = null;
        if (item.ValueKind != JsonValueKind.Object)
        {
            problem = "A decision in it is no object.";
            return false;
        }

        int? candidate = null;
        if (item.TryGetProperty("candidate", out JsonElement place) && place.ValueKind != JsonValueKind.Null)
        {
            if (!ReplyField.TryNumber(place, out int given))
            {
                problem = "A \"candidate\" in it is no number.";
                return false;
            }

            candidate = given;
        }

        if (!ReplyField.TryText(item, "text", out string? text)
            || !ReplyField.TryText(item, "old_text", out string? oldText)
            || !ReplyField.TryText(item, "reason", out string? reason))
        {
            problem = "A \"text\", \"old_text\" or \"reason\" in it is no string, or is too long.";
            return false;
        }

        string? change = Event(item);
        if (change is "UPDATE" && text is null && !TryReplaceSpan(item, candidate, candidates, out text, out problem))
        {
            return false;
        }

        decision = change switch
        {
            "ADD" => new MemoryDecision.Add(fact, text) { Reason = reason },
            "UPDATE" when candidate is { } changed && text is not null =>
                new MemoryDecision.Update(fact, changed, text, oldText) { Reason = reason },
            "DELETE" when candidate is { } ended => new MemoryDecision.Delete(fact, ended, oldText) { Reason = reason },
            "NONE" => new MemoryDecision.None(fact, candidate) { Reason = reason },
            _ => null,
        };
        problem = decision is null
            ? "A decision in it has no known \"event\", or lacks the \"candidate\" (UPDATE, DELETE) or the \"text\" (UPDATE)."
            : null;
        return decision is not null;
    }

    /// <summary>Makes the whole new text where a decision gives only the words that change; null where it gives none.</summary>
    private static bool TryReplaceSpan(
        JsonElement item, int? candidate, IReadOnlyList<MemoryCandidate> candidates, out string? text, [NotNullWhen(false)] out string? problem)
    {
        text = null;
        problem = null;
        if (!ReplyField.TryText(item, "span", out string? span) || !ReplyField.TryText(item, "with", out string? with))
        {
            problem = "A \"span\" or \"with\" in it is no string, or is too long.";
            return false;
        }

        if (span is null)
        {
            return true;
        }

        if (candidate is not { } number || number < 0 || number >= candidates.Count)
        {
            // That it names no memory is refused with the decision.
            text = with ?? span;
            return true;
        }

        string old = candidates[number].Item.Text;
        int at = old.IndexOf(span, StringComparison.Ordinal);
        if (at < 0 || old.IndexOf(span, at + 1, StringComparison.Ordinal) >= 0)
        {
            problem = FormattableString.Invariant($"A \"span\" in it does not occur exactly once in memory {number}.");
            return false;
        }

        text = string.Concat(old.AsSpan(0, at), with, old.AsSpan(at + span.Length)).Trim();
        return true;
    }

    private static string? Event(JsonElement item) =>
        item.TryGetProperty("event", out JsonElement name) && name.ValueKind == JsonValueKind.String
            ? name.GetString()!.Trim().ToUpperInvariant()
            : null;
}
