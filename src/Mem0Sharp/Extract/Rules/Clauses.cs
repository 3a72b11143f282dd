using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>Tells a clause (somebody does or is something) from a bare phrase.</summary>
internal static class Clauses
{
    private static readonly FrozenSet<string> Subjects = FrozenSet.ToFrozenSet(
        [
            "i", "i'm", "i've", "i'd", "i'll", "im", "ive", "we", "we're", "we've", "we'd", "we'll", "he", "she", "they", "he's", "she's", "they're",
            "it", "it's", "you", "you're", "that's", "there's", "there",
        ],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> PlainVerbs = FrozenSet.ToFrozenSet(
        [
            "am", "is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "can", "can't", "cannot", "could", "will", "won't", "would",
            "should", "must", "may", "might", "isn't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "don't", "doesn't", "didn't", "couldn't",
            "live", "work", "like", "love", "hate", "go", "want", "need", "prefer", "play", "speak", "eat", "drink", "got", "went", "came",
            "took", "made", "bought", "told", "said", "gave", "met", "saw", "left", "began", "found", "taught", "won", "lost", "became",
        ],
        StringComparer.Ordinal);

    // Nouns and adverbs that end like a verb of the third person or the past.
    private static readonly FrozenSet<string> NotVerbs = FrozenSet.ToFrozenSet(
        [
            "this", "his", "its", "ours", "yours", "always", "sometimes", "perhaps", "thanks", "kids", "cats", "dogs", "years", "days", "weeks", "months",
            "hours", "friends", "parents", "as", "us", "across", "yes", "hundred", "red", "bed", "need", "these", "paris", "news", "congrats", "vibes",
            "plus", "less", "class", "always", "towards", "besides", "miles", "bless", "mondays", "fridays", "saturdays", "sundays",
        ],
        StringComparer.Ordinal);

    /// <summary>Tells whether a clause starts there: a pronoun, or "my …" or a name that a verb follows.</summary>
    public static bool StartsAt(SpokenSentence sentence, int at)
    {
        if (at >= sentence.Count || at < 0)
        {
            return false;
        }

        return Subjects.Contains(sentence[at].Lower) ? at + 1 < sentence.Count : !sentence[at].Breaks && VerbFrom(sentence, at + 1, withinClause: true) >= 0;
    }

    /// <summary>Tells whether a word can be a verb that says what somebody is or does.</summary>
    public static bool IsVerb(string word) =>
        PlainVerbs.Contains(word)
        || (word.Length > 3 && !NotVerbs.Contains(word) && !word.EndsWith("ss", StringComparison.Ordinal) && !word.Contains('\'', StringComparison.Ordinal)
            && (word[^1] == 's' || word.EndsWith("ed", StringComparison.Ordinal)));

    /// <summary>Tells whether a word can hardly be anything but a verb ("vegans" could be one by its ending).</summary>
    public static bool IsCertainVerb(string word) => PlainVerbs.Contains(word);

    /// <summary>Returns the place of the first verb from there on, or -1.</summary>
    public static int VerbFrom(SpokenSentence sentence, int at, bool withinClause = false)
    {
        for (int i = at; i < sentence.Count; i++)
        {
            if (IsVerb(sentence[i].Lower))
            {
                return i;
            }

            if (withinClause && sentence[i].Breaks)
            {
                return -1;
            }
        }

        return -1;
    }
}
