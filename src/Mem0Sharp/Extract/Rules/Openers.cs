using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>Takes off what stands before a statement and says nothing itself: greetings, interjections, "by the way".</summary>
internal static class Openers
{
    // Dropped wherever they open a sentence.
    private static readonly string[] Always =
    [
        "by the way", "just so you know", "for the record", "to be honest", "in fact", "oh wow", "fun fact", "guess what", "as i said",
        "just fyi", "quick update", "okay so", "ok so", "oh well", "of course", "turns out that", "it turns out that", "turns out", "it turns out", "as it turns out",
        "and", "but", "oh", "btw", "fyi", "tbh", "honestly", "anyway", "anyways", "yeah", "yep", "yes", "yup", "ok", "okay", "hm",
        "hmm", "haha", "hahaha", "lol", "wow", "aw", "aww", "ah", "um", "uh", "ugh", "yay", "woah", "whoa", "phew", "gosh", "omg",
        "update", "basically",
    ];

    // Dropped only when set off by a comma: without it they belong to the sentence.
    private static readonly string[] SetOff =
    [
        "well", "so", "sure", "right", "also", "plus", "look", "listen", "see", "like", "thanks so much", "thanks a lot", "thank you so much",
        "thank you", "thanks", "cool", "great", "nice", "awesome", "amazing", "sorry", "no worries", "you know", "you know what", "i mean",
        "sounds good", "sounds great", "absolutely", "definitely", "totally", "exactly", "for sure", "good question", "congrats",
        "congratulations", "please", "man", "dude", "hey there", "hi there", "hello there", "like i said", "fair enough", "good point",
        "my friend", "that's great", "that's awesome", "that's cool", "that's amazing", "nope",
    ];

    private static readonly string[] Greetings = ["good morning", "good afternoon", "good evening", "hi", "hey", "hello", "hiya", "yo", "greetings", "dear"];

    private static readonly FrozenSet<string> AfterVocative = FrozenSet.ToFrozenSet(
        ["i", "i'm", "i've", "i'd", "i'll", "we", "we're", "we've", "you", "you're", "you've", "your", "that's", "that", "it's", "this", "what", "thanks", "how", "what's"],
        StringComparer.Ordinal);

    private static readonly FrozenSet<string> TimesAndManners = FrozenSet.ToFrozenSet(
        [
            "yesterday", "today", "tonight", "tomorrow", "sometimes", "nowadays", "once", "then", "now", "still", "however", "later",
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "actually", "correction", "no", "wait", "oops",
        ],
        StringComparer.Ordinal);

    /// <summary>Returns the place of the first word after any opener at <paramref name="from"/>.</summary>
    public static int Skip(SpokenSentence sentence, int from)
    {
        for (int at = from; at < sentence.Count;)
        {
            int words = OneOpener(sentence, at);
            if (words == 0)
            {
                return at;
            }

            at += words;
        }

        return sentence.Count;
    }

    private static int OneOpener(SpokenSentence sentence, int at)
    {
        if (sentence.SaysOneOf(at, Always) is var plain and > 0)
        {
            return plain;
        }

        int setOff = sentence.SaysOneOf(at, SetOff);
        if (setOff > 0 && (at + setOff == sentence.Count || sentence[at + setOff - 1].Breaks))
        {
            return setOff;
        }

        // "So I moved" and "so many people" differ in what follows.
        if (sentence.Is(at, "so") && sentence.Is(at + 1, "i", "i'm", "i've", "my", "we", "we're", "our", "actually"))
        {
            return 1;
        }

        int greeting = sentence.SaysOneOf(at, Greetings);
        return greeting > 0 ? greeting + Named(sentence, at + greeting) : Vocative(sentence, at);
    }

    // "Hey Mel, …" or "Hi there …": whom it greets belongs to the greeting.
    private static int Named(SpokenSentence sentence, int at)
    {
        for (int i = at; i < sentence.Count && i < at + 3; i++)
        {
            if (sentence[i].Breaks || i + 1 == sentence.Count)
            {
                return sentence.Is(at, "i", "i'm", "my", "we") ? 0 : i + 1 - at;
            }
        }

        return sentence.Is(at, "there", "all", "everyone", "again") ? 1 : 0;
    }

    // "Caroline, I went …"
    private static int Vocative(SpokenSentence sentence, int at) =>
        at + 1 < sentence.Count
        && sentence[at] is { Breaks: true, IsCapitalised: true, Lower: var name }
        && !TimesAndManners.Contains(name)
        && !name.EndsWith("ly", StringComparison.Ordinal)
        && AfterVocative.Contains(sentence[at + 1].Lower)
            ? 1
            : 0;
}
