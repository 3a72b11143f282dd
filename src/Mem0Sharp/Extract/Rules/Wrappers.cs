namespace Mem0Sharp;

/// <summary>Finds the request to remember that a statement may be wrapped in: "Remember that …", "Please note that …".</summary>
internal static class Wrappers
{
    private static readonly string[] Politeness = ["please", "just", "also", "can you", "could you", "you can", "you should", "you may", "always", "so", "do"];

    private static readonly string[] WithThat =
    [
        "remember that", "note that", "keep in mind that", "bear in mind that", "don't forget that", "do not forget that", "make a note that",
        "take note that", "save that", "know that", "store that", "i want you to know that", "i want you to remember that",
        "i'd like you to remember that", "i would like you to remember that", "let me tell you that", "i should mention that", "i want to mention that",
        "be aware that", "for future reference", "remember this", "note to self", "remember the fact that", "i just want to say that",
    ];

    private static readonly string[] WithoutThat = ["remember", "note", "keep in mind", "bear in mind", "don't forget", "i should mention"];

    /// <summary>Returns the place of the first word inside the wrapper, or <paramref name="from"/> when there is none.</summary>
    public static int Skip(SpokenSentence sentence, int from)
    {
        int at = from;
        while (sentence.SaysOneOf(at, Politeness) is var polite and > 0)
        {
            at += polite;
        }

        int words = sentence.SaysOneOf(at, WithThat);
        if (words > 0)
        {
            return at + words < sentence.Count ? at + words : from;
        }

        // "Remember my gate code is 1180" states; "remember my name" and "don't forget to call" ask.
        words = sentence.SaysOneOf(at, WithoutThat);
        return words > 0 && (Clauses.StartsAt(sentence, at + words) || (sentence[at + words - 1].Breaks && at + words < sentence.Count))
            ? at + words
            : from;
    }

    /// <summary>Returns the place of "call" in "You can call me Bea", or -1.</summary>
    public static int CallMe(SpokenSentence sentence, int from)
    {
        int at = from;
        while (sentence.SaysOneOf(at, Politeness) is var polite and > 0)
        {
            at += polite;
        }

        return sentence.Says(at, "call me")
            && at + 2 < sentence.Count
            && sentence.Count - at <= 5
            && !sentence.Is(at + 2, "back", "later", "when", "if", "at", "on", "a", "an", "tomorrow", "tonight", "today", "crazy", "again", "now", "maybe", "in", "the", "after", "before")
            ? at
            : -1;
    }
}
