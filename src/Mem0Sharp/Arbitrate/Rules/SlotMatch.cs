namespace Mem0Sharp;

/// <summary>
/// Tells whether a correction that names no old value fills the same place as a known memory: the same sentence up to a value of
/// which there can be only one.
/// </summary>
internal static class SlotMatch
{
    private const int LongestFavourite = 3;

    public static bool Is(ComparedStatement fact, ComparedStatement known) =>
        !WordRuns.HoldsAny(known.Words, WordKinds.Joints)
        && (IsOpposite(fact.Words, known.Words) || DiffersInOneValue(fact.Words, known.Words) || IsSameSlot(fact, known));

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

        return (WordKinds.IsNumber(fact[at]) && WordKinds.IsNumber(known[at])) || (at > 1 && WordKinds.ExcludeEachOther(fact[at], known[at]));
    }

    private static bool IsSameSlot(ComparedStatement fact, ComparedStatement known)
    {
        int same = WordRuns.CommonPrefix(fact.Words, known.Words);
        if (same < 2 || same >= fact.Words.Length || same >= known.Words.Length || WordRuns.HoldsAny(fact.Words.AsSpan(same), WordKinds.Negations)
            || WordRuns.HoldsAny(fact.Words.AsSpan(same), WordKinds.Whiles))
        {
            return false;
        }

        ReadOnlySpan<string> frame = fact.Words.AsSpan(0, same);
        bool owned = frame[0] is "my" or "our" or "the";
        int be = frame.IndexOfAny("is", "are", "was");
        if (owned && be == same - 1 && frame.IndexOfAny("favorite", "favourite") > 0)
        {
            // Any short value will do: "my favourite dish is lasagne".
            return fact.Words.Length - same <= LongestFavourite && known.Words.Length - same <= LongestFavourite;
        }

        // "I work at night" fills another place than "I work at Acme": the values must be of one kind.
        if (!ComparedStatement.SameKind(fact, known, same))
        {
            return false;
        }

        if (owned && be >= 2)
        {
            // "my daughter's name is …", "my office is on …", "my desk is in room 12"
            bool attribute = WordKinds.Attributes.Contains(frame[be - 1]) && be >= same - 2;
            bool called = frame[^1] is "called" or "named";
            bool numbered = be < same - 2 && WordKinds.IsNumber(fact.Words[same]);
            return attribute || called || numbered || (be == same - 2 && WordKinds.Prepositions.Contains(frame[^1]));
        }

        // "I live in …", "my brother works at …"
        return WordKinds.Prepositions.Contains(frame[^1]) && frame[0] is ("i" or "we" or "my") && WordKinds.SingleValued.Contains(frame[^2]);
    }
}
