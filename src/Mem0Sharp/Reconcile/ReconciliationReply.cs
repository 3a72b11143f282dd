using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads facts with the decisions about each.</summary>
/// <remarks>
/// As strict as the reading of decisions, since they change what is known: one answer, no lost character, every decision complete. A
/// fact with an empty list of decisions is read, and the pipeline reports it as undecided; one without the list is another protocol. Equal
/// facts become one, with the decisions of all, equal ones once.
/// </remarks>
internal static class ReconciliationReply
{
    /// <summary>Reads the reply to a conversation of so many messages.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="messageCount">How many messages there are.</param>
    /// <param name="known">The memories that were shown, by number.</param>
    /// <param name="read">What it says.</param>
    /// <param name="problem">Why it cannot be read, quoting nothing.</param>
    public static bool TryRead(
        ModelReply reply,
        int messageCount,
        IReadOnlyList<MemoryCandidate> known,
        [NotNullWhen(true)] out Reconciliation? read,
        [NotNullWhen(false)] out string? problem)
    {
        read = null;
        if (!ReplyField.TryOnlyList(reply, "facts", out JsonElement list, out problem))
        {
            return false;
        }

        ReadFacts facts = new();
        List<MemoryDecision> decisions = [];
        HashSet<MemoryDecision> taken = [];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object
                || !item.TryGetProperty("decisions", out JsonElement made)
                || made.ValueKind != JsonValueKind.Array)
            {
                problem = "A fact in it has no list named \"decisions\".";
                return false;
            }

            if (!FactReply.TryRead(item, messageCount, out ExtractedFact? fact, out problem))
            {
                return false;
            }

            if (fact is null)
            {
                if (made.GetArrayLength() == 0)
                {
                    continue;
                }

                problem = "A fact in it has decisions and no \"text\".";
                return false;
            }

            int count = facts.Facts.Count;
            int place = facts.Add(fact);
            foreach (JsonElement one in made.EnumerateArray())
            {
                if (!DecisionReply.TryRead(one, place, known, out MemoryDecision? decision, out problem))
                {
                    return false;
                }

                // Of a fact that is said twice, what is decided twice is one decision.
                if (taken.Add(decision with { Reason = null }) || place == count)
                {
                    decisions.Add(decision);
                }
            }
        }

        read = new Reconciliation(facts.Facts, decisions);
        problem = null;
        return true;
    }
}
