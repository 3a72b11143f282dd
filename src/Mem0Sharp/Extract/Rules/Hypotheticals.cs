namespace Mem0Sharp;

/// <summary>Recognises what is imagined rather than said to be so.</summary>
internal static class Hypotheticals
{
    private static readonly string[] Openings =
    [
        "suppose", "supposing", "imagine", "imagining", "pretend", "assume", "assuming", "what if", "let's say", "lets say", "say i", "if only",
        "let's pretend", "let's assume", "in theory", "hypothetically", "picture this", "even if", "as if", "unless",
    ];

    private static readonly string[] Attitudes =
    [
        "wish", "hope", "hoping", "think", "thought", "guess", "said", "says", "say", "told", "tells", "know", "knew", "dream", "dreamt", "dreamed",
        "imagine", "heard", "hear", "believe", "if", "that", "might", "may", "maybe", "perhaps", "would", "could", "should", "will", "until", "whether",
        "wonder", "asked", "feel", "when", "because", "since", "worried", "afraid", "wondering", "forgot", "forget", "remember", "can", "i'll", "i'd",
        "we'll", "we'd", "he'd", "she'd", "once", "did", "didn't", "used",
    ];

    /// <summary>Tells whether the whole sentence is imagined, so that it says nothing of the speaker.</summary>
    public static bool IsImagined(SpokenSentence sentence, int at)
    {
        if (sentence.SaysOneOf(at, Openings) > 0)
        {
            return true;
        }

        // "If I eat gluten, I get sick" holds; "if I moved to Rome, I would …" does not.
        if (!sentence.Is(at, "if"))
        {
            return false;
        }

        for (int i = at; i < sentence.Count; i++)
        {
            if (sentence.Is(i, "would", "wouldn't", "could", "couldn't", "might", "were") || sentence[i].Lower.EndsWith("'d", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether words [from, to) put what follows at a distance: a wish, a guess, a report, a plan.</summary>
    public static bool Distances(SpokenSentence sentence, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (sentence.Is(i, Attitudes))
            {
                return true;
            }
        }

        return false;
    }
}
