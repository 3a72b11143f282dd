namespace Mem0Sharp;

/// <summary>Asks the rules about one sentence, in the order in which they are sure: what is asked, what is taken back, what is corrected, what is told.</summary>
internal static class SentenceRules
{
    // Longer than any one statement: pasted data, of which no sentence can be made.
    private const int LongestSentence = 2_000;

    /// <summary>Adds what a sentence tells.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="announced">Whether the sentence before announced a correction ("I changed my mind.").</param>
    /// <param name="findings">Where it is added.</param>
    /// <param name="followsFact">Whether a fact was found just before, so that "he" has somebody to stand for.</param>
    /// <returns>Whether this sentence does nothing but announce a correction.</returns>
    public static bool Read(Sentence sentence, bool announced, List<Finding> findings, bool followsFact)
    {
        if (sentence.Text.Length > LongestSentence)
        {
            return false;
        }

        SpokenSentence words = new(sentence.Text);
        if (IsWhollyQuoted(sentence.Text) || words.Count == 0)
        {
            return false;
        }

        int at = Openers.Skip(words, 0);
        if (CorrectionMarkers.IsAlone(words, at))
        {
            return true;
        }

        bool corrects = announced;
        while (CorrectionMarkers.At(words, at) is var marker and > 0)
        {
            corrects = true;
            at = Openers.Skip(words, at + marker);
            if (CorrectionMarkers.IsAlone(words, at))
            {
                return true;
            }
        }

        ReadFrom(sentence, words, at, corrects, findings, followsFact);
        return false;
    }

    private static void ReadFrom(Sentence sentence, SpokenSentence words, int from, bool corrects, List<Finding> findings, bool followsFact)
    {
        int call = Wrappers.CallMe(words, from);
        if (call >= 0 && !sentence.IsQuestion)
        {
            findings.Add(new Finding(words.Slice(call, words.Count), corrects ? FactIntent.Correction : FactIntent.Statement, null, words.Count));
            return;
        }

        bool quotes = words.HoldsQuotation;
        if (!quotes && RetractionCommands.Find(words, from, sentence.IsQuestion) is { } forget)
        {
            findings.Add(forget);
            return;
        }

        if (!quotes && AddTrailingCommand(words, from, findings, followsFact))
        {
            return;
        }

        int at = Wrappers.Skip(words, from);
        if (at >= words.Count || Questions.Is(sentence, words, at) || Hypotheticals.IsImagined(words, at))
        {
            return;
        }

        bool wrapped = at > from;
        if (!wrapped && !StartsWithQuotation(sentence.Text) && AssistantRequests.Is(words, at))
        {
            return;
        }

        // A quotation's "no longer" is its own speaker's.
        if (!quotes && (EndedStatements.Find(words, at) ?? Replacements.Find(words, at)) is { } changed)
        {
            findings.Add(changed);
            if (changed.Rest < words.Count && words.Count - changed.Rest >= 3)
            {
                int rest = words.Is(changed.Rest, "because", "since", "so", "but", "although", "though", "and", "as") ? changed.Rest + 1 : changed.Rest;
                if (words.Is(rest, "i", "i'm", "we", "my", "our"))
                {
                    AddStatement(words, rest, corrects: false, findings, followsFact: true);
                }
            }

            return;
        }

        if (!Fillers.Is(words, at) && (wrapped || (corrects && IsValue(words, at)) || ElidedStatements.Is(words, at) || Relevance.Has(words, at, followsFact)))
        {
            findings.Add(new Finding(words.Slice(at, words.Count) + Tail(words), corrects ? FactIntent.Correction : FactIntent.Statement, null, words.Count));
        }
    }

    // "I broke up with Sam, so please forget that …": a statement and a command.
    private static bool AddTrailingCommand(SpokenSentence words, int from, List<Finding> findings, bool followsFact)
    {
        for (int i = from + 2; i < words.Count; i++)
        {
            if (words.Is(i, "please") && RetractionCommands.Find(words, i, isQuestion: false) is { } forget)
            {
                int end = words.Is(i - 1, "so", "and", "then") ? i - 1 : i;
                Sentence before = new(words.Slice(from, end), IsQuestion: false);
                Read(before, announced: false, findings, followsFact);
                findings.Add(forget);
                return true;
            }
        }

        return false;
    }

    private static void AddStatement(SpokenSentence words, int at, bool corrects, List<Finding> findings, bool followsFact)
    {
        if (!Fillers.Is(words, at) && Relevance.Has(words, at, followsFact))
        {
            findings.Add(new Finding(words.Slice(at, words.Count) + Tail(words), corrects ? FactIntent.Correction : FactIntent.Statement, null, words.Count));
        }
    }

    // A correction may be short, or about somebody named before: "Actually, it's on Monday", "No, she likes roses".
    private static bool IsValue(SpokenSentence words, int at)
    {
        if (words.Is(at, "he", "she", "they", "he's", "she's", "they're", "his", "her", "their") && words.Count - at > 2)
        {
            return true;
        }

        for (int i = at + 1; i < words.Count; i++)
        {
            if (words[i].IsCapitalised || words[i].HasDigit)
            {
                return true;
            }
        }

        return false;
    }

    // The marks behind the last word: "U.S." keeps its full stop, and tidying drops the rest.
    private static string Tail(SpokenSentence words) => words.Text[words[words.Count - 1].End..];

    // "Forget it," my boss told me: not asked of the assistant.
    private static bool StartsWithQuotation(string text) => text[0] is '"' or '“' or '«';

    private static bool IsWhollyQuoted(string text)
    {
        ReadOnlySpan<char> bare = text.AsSpan().TrimEnd(" .!?,");
        return bare.Length > 2
            && ((bare[0] == '"' && bare[1..].IndexOf('"') == bare.Length - 2) || (bare[0] == '“' && bare[1..].IndexOf('”') == bare.Length - 2));
    }
}
