namespace Mem0Sharp;

/// <summary>Finds the words by which a speaker announces a correction, at the start of a sentence only: "I actually like tea" announces none.</summary>
internal static class CorrectionMarkers
{
    private static readonly string[] Always =
    [
        "actually no", "no actually", "no wait", "wait no", "oh wait", "i meant to say that", "i meant to say", "i meant that", "i meant", "what i meant is",
        "what i meant was", "let me correct that", "let me correct myself", "to correct myself", "actually", "correction", "on second thought",
        "on second thoughts", "small correction", "quick correction",
    ];

    private static readonly string[] SetOff =
    [
        "no", "nope", "wait", "oops", "whoops", "my bad", "my mistake", "i misspoke", "i was wrong", "i made a mistake", "i was mistaken",
        "scratch that", "strike that", "i changed my mind", "i've changed my mind", "i have changed my mind", "i mixed that up",
        "i got that wrong", "i got it wrong", "you got that wrong", "you got it wrong", "that's wrong", "that's not right", "that's incorrect",
    ];

    // A sentence of its own, of which the next one is the correction. A bare "No." answers a question instead.
    private static readonly string[] Alone =
    [
        "correction", "scratch that", "strike that", "i changed my mind", "i've changed my mind", "i misspoke", "i was wrong", "my mistake",
        "i made a mistake", "i was mistaken", "let me correct that", "let me correct myself", "oops",
        "i got that wrong", "i got it wrong", "i mixed that up",
    ];

    /// <summary>Returns the number of words of the marker there, or 0.</summary>
    public static int At(SpokenSentence sentence, int at)
    {
        int words = sentence.SaysOneOf(at, Always);
        if (words > 0)
        {
            return words;
        }

        words = sentence.SaysOneOf(at, SetOff);
        return words > 0 && at + words < sentence.Count && sentence[at + words - 1].Breaks ? words : 0;
    }

    /// <summary>Tells whether the sentence, from there on, is nothing but an announcement.</summary>
    public static bool IsAlone(SpokenSentence sentence, int at) =>
        sentence.SaysOneOf(at, Alone) is var words and > 0 && at + words == sentence.Count;
}
