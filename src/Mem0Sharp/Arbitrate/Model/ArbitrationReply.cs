using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads decisions.</summary>
/// <remarks>
/// Stricter than the reading of facts, since a decision changes what is known: one answer, no lost character, every fact decided,
/// every decision complete. Whether a candidate exists and is quoted rightly is for the pipeline, which refuses single decisions
/// and reports them. Properties that were not asked for are ignored.
/// </remarks>
internal static class ArbitrationReply
{
    /// <summary>Reads the reply to a request.</summary>
    public static bool TryRead(
        ModelReply reply,
        ArbitrationRequest request,
        [NotNullWhen(true)] out IReadOnlyList<MemoryDecision>? decisions,
        [NotNullWhen(false)] out string? problem)
    {
        decisions = null;
        int factCount = request.Facts.Count;
        if (reply.IsDamaged)
        {
            problem = "It holds an escape that is no character.";
            return false;
        }

        if (reply.Roots.Count != 1)
        {
            problem = "It has several JSON objects in it.";
            return false;
        }

        if (!ReplyField.TryList(reply.Roots[0], out JsonElement list, "decisions") || list.ValueKind != JsonValueKind.Array)
        {
            problem = "It has no list named \"decisions\".";
            return false;
        }

        List<MemoryDecision> read = [];
        bool[] decided = new bool[factCount];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (!TryReadDecision(item, request, out MemoryDecision? decision, out problem))
            {
                return false;
            }

            decided[decision.Fact] = true;
            read.Add(decision);
        }

        // A fact that the model forgot would be lost without a trace.
        if (Array.IndexOf(decided, false) is var forgotten and >= 0)
        {
            problem = FormattableString.Invariant($"It has no decision for fact {forgotten}.");
            return false;
        }

        decisions = read;
        problem = null;
        return true;
    }

    private static bool TryReadDecision(
        JsonElement item,
        ArbitrationRequest request,
        [NotNullWhen(true)] out MemoryDecision? decision,
        [NotNullWhen(false)] out string? problem)
    {
        decision = null;
        if (item.ValueKind != JsonValueKind.Object)
        {
            problem = "A decision in it is no object.";
            return false;
        }

        if (!item.TryGetProperty("fact", out JsonElement number)
            || !ReplyField.TryNumber(number, out int fact)
            || fact < 0
            || fact >= request.Facts.Count)
        {
            problem = "A decision in it has no \"fact\" that is the number of a fact.";
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
        if (change is "UPDATE" && text is null && !TryReplaceSpan(item, candidate, request, out text, out problem))
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
        JsonElement item, int? candidate, ArbitrationRequest request, out string? text, [NotNullWhen(false)] out string? problem)
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

        if (candidate is not { } number || number < 0 || number >= request.Candidates.Count)
        {
            // That it names no memory is refused with the decision.
            text = with ?? span;
            return true;
        }

        string old = request.Candidates[number].Item.Text;
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
