using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>Tells whether a statement is about the speaker, their people, plans, preferences or things, or names somebody or something.</summary>
internal static class Relevance
{
    // A longer sentence without "I" or "my" is an essay, not a fact about the speaker.
    private const int LongestThirdPerson = 30;

    private static readonly FrozenSet<string> FirstPerson = FrozenSet.ToFrozenSet(
        [
            "i", "i'm", "i've", "i'd", "i'll", "im", "ive", "me", "my", "mine", "myself", "we", "we're", "we've", "we'd", "we'll", "us", "our", "ours",
            "ourselves",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> English = FrozenSet.ToFrozenSet(
        [
            "the", "a", "an", "is", "are", "was", "were", "and", "or", "but", "of", "to", "in", "on", "at", "for", "with", "it", "it's", "that", "that's",
            "this", "you", "your", "you're", "he", "she", "they", "his", "her", "their", "be", "been", "have", "has", "had", "do", "does", "did", "not",
            "so", "very", "really", "what", "how", "there", "from", "by", "about", "can", "will", "would", "good", "great", "love", "thanks", "sounds",
            "such", "too", "always", "just", "wow", "nice", "amazing", "awesome", "cool", "sure", "yes", "yeah", "absolutely", "definitely",
        ],
        StringComparer.Ordinal);

    public static bool Has(SpokenSentence sentence, int at, bool followsFact)
    {
        int count = sentence.Count - at;
        if (count <= 0)
        {
            return false;
        }

        if (sentence.Is(at, "you", "your", "you're", "you've", "you'll", "you'd", "yours"))
        {
            return false;
        }

        if (IsForeign(sentence, at))
        {
            return ForeignSpeech.IsStatement(sentence, at);
        }

        if (count < 2)
        {
            return false;
        }

        if (HoldsFirstPerson(sentence, at))
        {
            // "That's what I thought": points back, tells nothing.
            return !Fillers.IsRemark(sentence, at) || HoldsName(sentence, at + 1) || HoldsOwner(sentence, at);
        }

        if (count > LongestThirdPerson || !HasVerb(sentence, at))
        {
            return false;
        }

        if (Fillers.IsRemark(sentence, at))
        {
            return false;
        }

        return sentence.Is(at, "he", "she", "he's", "she's", "his", "her") || (sentence.Is(at, "they", "they're", "their") && followsFact)
            ? followsFact || HoldsName(sentence, at + 1)
            : HoldsName(sentence, at + 1) || IsNameAsSubject(sentence, at);
    }

    private static bool HasVerb(SpokenSentence sentence, int at) =>
        Clauses.VerbFrom(sentence, at + 1) >= 0 || sentence[at].Lower.EndsWith("'s", StringComparison.Ordinal);

    private static bool HoldsFirstPerson(SpokenSentence sentence, int at)
    {
        for (int i = at; i < sentence.Count; i++)
        {
            if (FirstPerson.Contains(sentence[i].Lower))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HoldsOwner(SpokenSentence sentence, int at)
    {
        for (int i = at; i < sentence.Count; i++)
        {
            if (sentence.Is(i, "my", "our", "mine", "ours"))
            {
                return true;
            }
        }

        return false;
    }

    // A capitalised word inside the sentence, or a number. The address at the end ("…, Caroline!") names nobody new.
    private static bool HoldsName(SpokenSentence sentence, int at)
    {
        for (int i = at; i < sentence.Count; i++)
        {
            bool address = i == sentence.Count - 1 && sentence[i - 1].Breaks && i > 1;
            if (sentence[i].HasDigit || (sentence[i].IsCapitalised && !address))
            {
                return true;
            }
        }

        return false;
    }

    // "Tom is taller", not "This is taller".
    private static bool IsNameAsSubject(SpokenSentence sentence, int at) =>
        sentence[at].IsCapitalised
        && !English.Contains(sentence[at].Lower)
        && !sentence[at].Lower.EndsWith("ing", StringComparison.Ordinal)
        && !sentence.Is(at, "no", "nothing", "everything", "everyone", "someone", "some", "all", "most", "many", "every", "who", "if", "when", "life", "people", "time", "hard", "one", "each", "both", "little", "kids", "nature", "art", "music", "tons", "lots", "feels", "seems", "gets", "makes", "keeps")
        && !sentence[at].Lower.EndsWith("ly", StringComparison.Ordinal)
        && !(sentence[at].Lower.EndsWith('s') && sentence.Is(at + 1, "are", "were", "have", "do", "can", "make", "bring"))
        && Clauses.IsVerb(at + 1 < sentence.Count ? sentence[at + 1].Lower : string.Empty)
        && sentence.Count - at >= 3;

    private static bool IsForeign(SpokenSentence sentence, int at)
    {
        bool english = false;
        bool foreign = false;
        for (int i = at; i < sentence.Count; i++)
        {
            if (sentence[i].Lower is "i" or "i'm" or "my" or "we" or "our" or "i've")
            {
                return false;
            }

            // "in", "so" and "was" are words of other languages too; "ich" is not one of English.
            english |= English.Contains(sentence[i].Lower);
            foreign |= ForeignSpeech.IsFirstPerson(sentence[i].Lower);
        }

        return foreign || !english;
    }
}
