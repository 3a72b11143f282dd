namespace Mem0Sharp;

/// <summary>
/// Reads "I no longer live in Paris" as a take-back and "…, I live in Berlin now" behind it as what takes its place.
/// </summary>
internal static class EndedStatements
{
    private const int LongestValue = 8;

    private static readonly string[] NoLongerTrue =
        ["it's no longer true that", "it is no longer true that", "it isn't true anymore that", "it's not true anymore that", "it is not true anymore that", "it's not true any more that", "it's no longer the case that"];

    private static readonly string[] IsNoLongerTrue = ["is no longer true", "isn't true anymore", "is not true anymore", "is no longer the case", "is not true any more"];

    public static Finding? Find(SpokenSentence sentence, int at)
    {
        int said = sentence.SaysOneOf(at, NoLongerTrue);
        if (said > 0 && at + said < sentence.Count)
        {
            return new Finding(sentence.Slice(at + said, sentence.Count), FactIntent.Retraction, null, sentence.Count);
        }

        foreach (string end in IsNoLongerTrue)
        {
            int start = sentence.Is(at, "that") ? at + 1 : at;
            int words = end.AsSpan().Count(' ') + 1;
            if (sentence.Count - words > start + 1 && sentence.Says(sentence.Count - words, end) && Clauses.StartsAt(sentence, start))
            {
                return new Finding(sentence.Slice(start, sentence.Count - words), FactIntent.Retraction, null, sentence.Count);
            }
        }

        return NegatedClause.Read(sentence, at) is not { } negated || IsReportedOrJoke(sentence, negated.Rest) ? null
            : Replacement(sentence, negated) is { } replaced ? replaced
            : negated.HasEnded ? new Finding(negated.Positive, FactIntent.Retraction, null, negated.Rest)
            : null;
    }

    // "…, said the song", "…, just kidding"
    private static bool IsReportedOrJoke(SpokenSentence sentence, int from)
    {
        for (int i = from; i < sentence.Count; i++)
        {
            if (sentence.Is(i, "said", "says", "sang", "sings", "kidding", "joking", "jk", "lol", "haha", "joke"))
            {
                return true;
            }
        }

        return false;
    }

    private static Finding? Replacement(SpokenSentence sentence, NegatedClause negated)
    {
        int at = negated.Rest;
        bool contrast = false;
        while (sentence.Is(at, "but", "now", "and", "instead", "rather", "so"))
        {
            contrast |= sentence.Is(at, "but", "rather", "instead");
            at++;
        }

        if (at >= sentence.Count)
        {
            return null;
        }

        // "My manager is no longer Priya, it's Daniel": the subject is the first clause's.
        int pronoun = sentence.SaysOneOf(at, ["it's", "it is", "he's", "she's", "they're", "that's", "he is", "she is", "they are"]);
        if (pronoun > 0 && negated.Subject is { } subject && at + pronoun < sentence.Count && sentence.Count - at - pronoun <= LongestValue)
        {
            return new Finding($"{subject} {sentence.Slice(at + pronoun, sentence.Count)}", FactIntent.Correction, negated.Old, sentence.Count);
        }

        if (Clauses.StartsAt(sentence, at))
        {
            // "I'm not into hiking but I'm curious" replaces nothing.
            return contrast && !negated.HasEnded ? null : SameFrame(sentence, negated, at);
        }

        return contrast && sentence.Count - at <= LongestValue && Clauses.VerbFrom(sentence, at) < 0 ? Phrase(sentence, negated, at) : null;
    }

    // "I live in | Paris" and "I live in | Berlin now": who and what they do are the same, so the second takes the first's place.
    private static Finding? SameFrame(SpokenSentence sentence, NegatedClause negated, int at)
    {
        SpokenSentence old = new(negated.Positive);
        string clause = WithSubject(old, sentence.Slice(at, sentence.Count));
        SpokenSentence fresh = new(clause);
        int same = 0;
        int skipped = 0;
        while (same < old.Count && same + skipped < fresh.Count)
        {
            if (string.Equals(old[same].Lower, fresh[same + skipped].Lower, StringComparison.Ordinal))
            {
                same++;
            }
            else if (fresh.Is(same + skipped, "now", "just", "only"))
            {
                skipped++;
            }
            else
            {
                break;
            }
        }

        // "We don't have cats, we have allergies": one may have both.
        List<string> frame = NormalForm.Words(old.Slice(0, same));
        bool single = negated.HasEnded || frame.Count != 2 || frame[1] is not ("have" or "own" or "need" or "want" or "know");
        return frame.Count >= 2 && single && same < old.Count && same + skipped < fresh.Count
            ? new Finding(clause, FactIntent.Correction, old.Slice(same, old.Count), sentence.Count)
            : null;
    }

    // "My brother doesn't work at Bosch anymore, he works at Continental": who he is stands in the same sentence.
    private static string WithSubject(SpokenSentence old, string clause)
    {
        SpokenSentence fresh = new(clause);
        if (fresh.Is(0, "he", "she", "they") && fresh.Count > 2 && !old.Is(0, fresh[0].Lower))
        {
            int verb = old.Find(1, fresh[1].Lower);
            return verb > 0 ? $"{old.Slice(0, verb)} {fresh.Slice(1, fresh.Count)}" : clause;
        }

        return clause;
    }

    // "I no longer work in Paris but in Berlin"
    private static Finding? Phrase(SpokenSentence sentence, NegatedClause negated, int at)
    {
        SpokenSentence old = new(negated.Positive);
        string value = sentence.Slice(at, sentence.Count);
        for (int i = old.Count - 2; i > 0; i--)
        {
            if (old.Is(i, sentence[at].Lower))
            {
                return new Finding($"{old.Slice(0, i)} {value}", FactIntent.Correction, old.Slice(i + 1, old.Count), sentence.Count);
            }
        }

        return negated.Subject is { } subject ? new Finding($"{subject} {value}", FactIntent.Correction, negated.Old, sentence.Count) : null;
    }
}
