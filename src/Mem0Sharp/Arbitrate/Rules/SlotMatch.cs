using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>
/// Tells whether a correction that names no old value fills the same place as a known memory: the same sentence up to a value of
/// which there can be only one.
/// </summary>
internal static class SlotMatch
{
    public static bool Is(ReadOnlySpan<string> fact, ReadOnlySpan<string> known) =>
        !WordRuns.HoldsAny(known, WordKinds.Joints)
        && (IsOpposite(fact, known) || DiffersInOneValue(fact, known) || IsSameSlot(fact, known));

    // "I don't like mushrooms" and "I like mushrooms"
    private static bool IsOpposite(ReadOnlySpan<string> fact, ReadOnlySpan<string> known)
    {
        (string[] one, int negations) = Positive(fact);
        (string[] other, int otherNegations) = Positive(known);
        return one.Length > 1 && one.AsSpan().SequenceEqual(other) && (negations ^ otherNegations) == 1 && Math.Max(negations, otherNegations) == 1;
    }

    private static (string[] Words, int Negations) Positive(ReadOnlySpan<string> words)
    {
        List<string> kept = [];
        int negations = 0;
        foreach (string word in words)
        {
            if (WordKinds.Negations.Contains(word))
            {
                negations++;
            }
            else if (word is not ("do" or "does"))
            {
                kept.Add(word);
            }
        }

        return ([.. kept], negations);
    }

    // "I have three cats" and "I have two cats"; "my boat is red" and "my boat is blue"; "I want the blue bike" and "… the red bike"
    private static bool DiffersInOneValue(ReadOnlySpan<string> fact, ReadOnlySpan<string> known)
    {
        int at = WordRuns.CommonPrefix(fact, known);
        if (fact.Length != known.Length || fact.Length < 3 || at == 0 || at >= fact.Length || !fact[(at + 1)..].SequenceEqual(known[(at + 1)..]))
        {
            return false;
        }

        return (WordKinds.IsNumber(fact[at]) && WordKinds.IsNumber(known[at])) || (at > 1 && ExcludeEachOther(fact[at], known[at]));
    }

    private static bool ExcludeEachOther(string one, string other)
    {
        foreach (FrozenSet<string> kind in WordKinds.Exclusive)
        {
            if (kind.Contains(one) && kind.Contains(other))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSameSlot(ReadOnlySpan<string> fact, ReadOnlySpan<string> known)
    {
        int same = WordRuns.CommonPrefix(fact, known);
        if (same < 2 || same >= fact.Length || same >= known.Length || WordRuns.HoldsAny(fact[same..], WordKinds.Negations))
        {
            return false;
        }

        ReadOnlySpan<string> frame = fact[..same];
        bool owned = frame[0] is "my" or "our" or "the";
        int be = frame.IndexOfAny("is", "are", "was");

        // "my favourite colour is …", "my daughter's name is …"
        if (owned && be >= 2 && be >= same - 2 && (WordKinds.Attributes.Contains(frame[be - 1]) || frame.IndexOfAny("favorite", "favourite") > 0))
        {
            return be == same - 1 || WordKinds.Prepositions.Contains(frame[^1]) || frame[^1] is "called";
        }

        if (!WordKinds.Prepositions.Contains(frame[^1]))
        {
            // "my desk is in room | 12": the last word before the value may be its unit.
            return owned && be >= 2 && be < same - 2 && WordKinds.IsNumber(fact[same]) && WordKinds.IsNumber(known[same]);
        }

        // "my office is on …", "I live in …"
        return (owned && be >= 2 && be == same - 2) || (frame[0] is "i" or "we" or "my" && WordKinds.SingleValued.Contains(frame[^2]));
    }
}
