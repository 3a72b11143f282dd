namespace Mem0Sharp;

/// <summary>Recognises statements about the speaker that leave "I am" or "my … is" out: "Allergic to peanuts", "Favourite colour: blue".</summary>
internal static class ElidedStatements
{
    private const int LongestKey = 4;

    private static readonly string[] Openings =
    [
        "allergic to", "intolerant to", "working at", "working as", "working for", "living in", "living with", "based in", "born in", "born on", "married to",
        "married with", "engaged to", "raised in", "originally from", "studying at", "currently living", "currently working", "vegetarian", "vegan",
    ];

    public static bool Is(SpokenSentence sentence, int at)
    {
        int words = sentence.SaysOneOf(at, Openings);
        return (words > 1 && at + words < sentence.Count) || (words == 1 && sentence.Count - at <= 3) || IsProfileLine(sentence, at);
    }

    private static bool IsProfileLine(SpokenSentence sentence, int at)
    {
        for (int i = at; i < sentence.Count - 1 && i < at + LongestKey; i++)
        {
            if (sentence[i].Breaks)
            {
                bool colon = sentence.Text.AsSpan(sentence[i].End, sentence[i + 1].Start - sentence[i].End).Contains(':');
                return colon && (WordKinds.Attributes.Contains(sentence[i].Lower) || sentence.Is(at, "favorite", "favourite"));
            }
        }

        return false;
    }
}
