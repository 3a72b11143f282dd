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
        if (!ReplyField.TryOnlyList(reply, "decisions", out JsonElement list, out problem))
        {
            return false;
        }

        List<MemoryDecision> read = [];
        bool[] decided = new bool[factCount];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (FactOf(item, factCount) is not { } fact)
            {
                problem = "A decision in it has no \"fact\" that is the number of a fact.";
                return false;
            }

            if (!DecisionReply.TryRead(item, fact, request.Candidates, out MemoryDecision? decision, out problem))
            {
                return false;
            }

            decided[fact] = true;
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

    private static int? FactOf(JsonElement item, int factCount) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty("fact", out JsonElement number)
        && ReplyField.TryNumber(number, out int fact)
        && fact >= 0
        && fact < factCount
            ? fact
            : null;
}
