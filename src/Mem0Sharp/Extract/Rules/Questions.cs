namespace Mem0Sharp;

/// <summary>Recognises questions, also those without a question mark.</summary>
internal static class Questions
{
    private static readonly string[] Auxiliaries =
    [
        "do", "does", "did", "is", "are", "was", "were", "can", "could", "would", "should", "will", "have", "has", "had", "am", "may", "shall",
        "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "won't", "can't", "couldn't", "wouldn't", "shouldn't", "haven't", "hasn't",
    ];

    private static readonly string[] Pronouns =
        ["i", "you", "we", "he", "she", "it", "they", "there", "this", "that", "these", "those", "my", "your", "our", "the", "anyone", "someone", "anybody", "any"];

    public static bool Is(Sentence sentence, SpokenSentence words, int at)
    {
        if (sentence.IsQuestion)
        {
            return true;
        }

        if (words.Is(at, Auxiliaries))
        {
            // "Will" and "May" are names too; "have you" is a question and "have a nice day" a wish.
            return words.Is(at + 1, Pronouns);
        }

        // "When I was five" tells, "when do you" asks; "what a day" exclaims.
        return words.Is(at, "what", "what's", "why", "how", "how's", "who", "who's", "which", "whose", "where's")
            || (words.Is(at, "when", "where", "whom") && words.Is(at + 1, Auxiliaries));
    }
}
