namespace Mem0Sharp;

/// <summary>A clause that says what is not so (any more), and the same clause without the "not".</summary>
/// <param name="Positive">What was so: "I live in Paris" of "I no longer live in Paris".</param>
/// <param name="Subject">Its words up to the verb "be", where that is its verb; else null.</param>
/// <param name="Old">What follows <paramref name="Subject"/>; else null.</param>
/// <param name="HasEnded">Whether the speaker says that it was so before: "no longer", "anymore".</param>
/// <param name="Rest">The place of the first word after the clause.</param>
internal sealed record NegatedClause(string Positive, string? Subject, string? Old, bool HasEnded, int Rest)
{
    private const int LongestSubject = 6;

    /// <summary>Reads the clause at the start of a sentence, or returns null when there is none or it is only imagined or reported.</summary>
    public static NegatedClause? Read(SpokenSentence sentence, int at)
    {
        if (sentence.Is(at, "it", "it's", "that", "that's", "this", "there", "there's", "you", "you're", "if", "when", "these", "those", "what", "nobody", "who"))
        {
            return null;
        }

        for (int i = at; i < sentence.Count && i <= at + LongestSubject; i++)
        {
            if (i > at && sentence.Says(i, "no longer"))
            {
                return Hypotheticals.Distances(sentence, at, i) ? null : NoLonger(sentence, at, i);
            }

            if (i > at && sentence.Is(i, "not", "don't", "dont", "doesn't", "doesnt", "isn't", "isnt", "aren't", "arent"))
            {
                return Hypotheticals.Distances(sentence, at, i) ? null : Not(sentence, at, i);
            }

            if (sentence[i].Breaks)
            {
                return null;
            }
        }

        return null;
    }

    private static NegatedClause? NoLonger(SpokenSentence sentence, int at, int negation)
    {
        int end = End(sentence, negation + 2);
        return end <= negation + 2 ? null : Build(sentence, at, negation, string.Empty, sentence.Slice(negation + 2, end), hasEnded: true, end);
    }

    private static NegatedClause? Not(SpokenSentence sentence, int at, int negation)
    {
        int end = End(sentence, negation + 1);
        int anymore = Anymore(sentence, negation + 1, end);
        int last = anymore > 0 ? anymore : end;
        int first = negation + 1;
        while (sentence.Is(first, "really", "even", "actually") && first < last)
        {
            first++;
        }

        // "isn't always easy" and "not just a job" deny a degree, not the thing.
        if (first >= last || (anymore < 0 && sentence.Is(first, "just", "only", "merely", "simply", "always", "necessarily", "sure", "yet", "quite")))
        {
            return null;
        }

        // "do not" goes whole; after "does not" the verb takes its ending back.
        string word = sentence[negation].Lower;
        int kept = negation;
        string rest = sentence.Slice(first, last);
        string verb = string.Empty;
        switch (word)
        {
            case "isn't" or "isnt":
                verb = "is";
                break;
            case "aren't" or "arent":
                verb = "are";
                break;
            case "not" when sentence.Is(negation - 1, "do"):
                kept--;
                break;
            case "not" when sentence.Is(negation - 1, "does"):
                kept--;
                rest = Inflected(sentence, first, last);
                break;
            case "doesn't" or "doesnt":
                rest = Inflected(sentence, first, last);
                break;
            case "not" when !IsBe(sentence, negation - 1):
                return null;
            default:
                break;
        }

        return kept <= at ? null : Build(sentence, at, kept, verb, rest, anymore > 0, end);
    }

    private static NegatedClause Build(SpokenSentence sentence, int at, int kept, string verb, string rest, bool hasEnded, int end)
    {
        string start = verb.Length == 0 ? sentence.Slice(at, kept) : $"{sentence.Slice(at, kept)} {verb}";
        bool be = verb.Length > 0 || IsBe(sentence, kept - 1);
        return new NegatedClause($"{start} {rest}", be ? start : null, be ? rest : null, hasEnded, end);
    }

    private static bool IsBe(SpokenSentence sentence, int at) =>
        sentence.Is(at, "am", "is", "are", "i'm", "im", "we're", "he's", "she's", "they're") || (at >= 0 && sentence[at].Lower.EndsWith("'s", StringComparison.Ordinal));

    private static string Inflected(SpokenSentence sentence, int first, int last) => last - first == 1
        ? ThirdPersonVerb.Of(sentence[first].Lower)
        : $"{ThirdPersonVerb.Of(sentence[first].Lower)} {sentence.Slice(first + 1, last)}";

    // The clause ends at a comma or dash, or where a reason or a contrast begins.
    private static int End(SpokenSentence sentence, int from)
    {
        for (int i = from; i < sentence.Count; i++)
        {
            if (i > from
                && (sentence.Is(i, "because", "since", "so", "but", "although", "though", "due", "after", "while", "thanks")
                    || (sentence.Is(i, "and", "as") && (Clauses.StartsAt(sentence, i + 1) && sentence.Is(i + 1, "i", "i'm", "we", "we're", "my", "our", "it's", "he", "she", "now") || sentence.Is(i + 1, "of", "now")))))
            {
                return i;
            }

            if (sentence[i].Breaks)
            {
                return i + 1;
            }
        }

        return sentence.Count;
    }

    private static int Anymore(SpokenSentence sentence, int from, int end)
    {
        if (sentence.Is(end - 1, "anymore") && end - 1 > from)
        {
            return end - 1;
        }

        return end - 2 > from && (sentence.Says(end - 2, "any more") || sentence.Says(end - 2, "any longer")) ? end - 2 : -1;
    }
}
