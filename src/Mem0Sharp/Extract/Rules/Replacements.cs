namespace Mem0Sharp;

/// <summary>Finds corrections that name the old value: "not X but Y", "Y, not X", "Y instead of X", "moved from X to Y".</summary>
internal static class Replacements
{
    private const int LongestValue = 6;

    // "I love it, not gonna lie", "…, not really": no value follows.
    private static readonly string[] NotAValue =
    [
        "gonna", "going", "to", "because", "that", "sure", "just", "only", "even", "yet", "so", "too", "very", "really", "like", "as", "if", "when", "for",
        "much", "kidding", "always", "necessarily", "bad", "anymore", "exactly", "quite", "a", "me", "knowing", "having", "being", "until", "by",
    ];

    // One evening's choice changes no habit.
    private static readonly string[] Once =
        ["yesterday", "today", "tonight", "ago", "last", "once", "morning", "had", "went", "took", "ate", "got", "bought", "made", "chose", "did", "ended", "ordered", "decided", "picked", "tried", "watched", "used", "came", "would", "could", "should", "might"];

    public static Finding? Find(SpokenSentence sentence, int at) =>
        NotBut(sentence, at) ?? TrailingNot(sentence, at) ?? InsteadOf(sentence, at) ?? FromTo(sentence, at);

    private static Finding? NotBut(SpokenSentence sentence, int at)
    {
        int not = sentence.Find(at, "not");
        int but = not < 0 ? -1 : sentence.Find(not + 2, "but");
        if (but < 0
            || sentence.Is(not + 1, "only", "just", "sure", "really")
            || but - not > LongestValue || sentence.Count - but - 1 is 0 or > LongestValue
            || Clauses.StartsAt(sentence, but + 1)
            || Hypotheticals.Distances(sentence, at, not))
        {
            return null;
        }

        string old = sentence.Slice(not + 1, but);
        string fresh = sentence.Slice(but + 1, sentence.Count);
        if (not == at)
        {
            return new Finding(sentence.Slice(at, sentence.Count), FactIntent.Correction, old, sentence.Count);
        }

        // "I do not like X but Y" has no "be" to hang the new value on.
        return Clauses.IsVerb(sentence[not - 1].Lower) && !sentence.Is(not - 1, "do", "does", "did", "can", "could", "would", "should", "will") || sentence[not - 1].Lower.Contains('\'', StringComparison.Ordinal)
            ? new Finding($"{sentence.Slice(at, not)} {fresh}", FactIntent.Correction, old, sentence.Count)
            : null;
    }

    private static Finding? TrailingNot(SpokenSentence sentence, int at)
    {
        for (int i = Math.Max(at + 1, sentence.Count - LongestValue); i < sentence.Count - 1; i++)
        {
            if (!sentence.Is(i, "not") || !sentence[i - 1].Breaks)
            {
                continue;
            }

            bool value = !sentence.Is(i + 1, NotAValue) || (sentence.Is(i + 1, "a") && sentence.Count - i <= 4 && !sentence.Is(i + 2, "fan", "big", "problem", "lot"));
            if (!value || HoldsVerb(sentence, i + 1) || Hypotheticals.Distances(sentence, at, i) || HoldsNegation(sentence, at, i))
            {
                return null;
            }

            // A fragment ("Apex, not Acme") stays whole: without its other half it says nothing.
            bool clause = Clauses.StartsAt(sentence, at);
            return new Finding(
                sentence.Slice(at, clause ? i : sentence.Count), FactIntent.Correction, sentence.Slice(i + 1, sentence.Count), sentence.Count);
        }

        return null;
    }

    private static Finding? InsteadOf(SpokenSentence sentence, int at)
    {
        int instead = sentence.Find(at, "instead of");
        if (instead <= at || !Clauses.StartsAt(sentence, at) || Hypotheticals.Distances(sentence, at, instead))
        {
            return null;
        }

        for (int i = at; i < sentence.Count; i++)
        {
            if (sentence.Is(i, Once))
            {
                return null;
            }
        }

        int end = instead + 2;
        while (end < sentence.Count
            && end < instead + 2 + LongestValue
            && !sentence.Is(end, "now", "these", "this", "nowadays", "when", "because", "and", "since", "for", "on", "at", "in", "lately", "from", "until"))
        {
            end++;
            if (sentence[end - 1].Breaks)
            {
                break;
            }
        }

        return end == instead + 2
            ? null
            : new Finding(sentence.Slice(at, sentence.Count), FactIntent.Correction, sentence.Slice(instead + 2, end), sentence.Count);
    }

    private static Finding? FromTo(SpokenSentence sentence, int at)
    {
        for (int i = at + 1; i < sentence.Count - 3; i++)
        {
            if (!sentence.Is(i, "moved", "relocated", "switched", "changed", "transferred") || Hypotheticals.Distances(sentence, at, i))
            {
                continue;
            }

            int from = sentence.Is(i + 1, "over", "back", "again") ? i + 2 : i + 1;
            int to = sentence.Find(from + 1, "to");
            return sentence.Is(from, "from") && to > from + 1 && to - from - 1 <= LongestValue && to + 1 < sentence.Count
                ? new Finding(sentence.Slice(at, sentence.Count), FactIntent.Correction, sentence.Slice(from + 1, to), sentence.Count)
                : null;
        }

        return null;
    }

    private static bool HoldsVerb(SpokenSentence sentence, int from)
    {
        for (int i = from; i < sentence.Count; i++)
        {
            if (Clauses.IsCertainVerb(sentence[i].Lower))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsNegation(SpokenSentence sentence, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (sentence.Is(i, "not", "never", "no") || sentence[i].Lower.EndsWith("n't", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
