namespace Mem0Sharp;

/// <summary>Tells from a statement's words what kind of memory it is, where they tell it. English.</summary>
internal static class StatementType
{
    private static readonly HashSet<string> Feelings = Words(
        "afraid anxious angry ashamed bored depressed devastated disappointed embarrassed excited frightened frustrated grateful guilty happy "
        + "heartbroken homesick hopeful jealous lonely mad nervous overwhelmed proud relieved sad scared stressed terrified thrilled unhappy upset "
        + "worried");

    private static readonly HashSet<string> Conclusions = Words("concluded realised realized believe believes conclude concludes");

    private static readonly HashSet<string> PastTimes = Words("yesterday ago");

    private static readonly HashSet<string> Periods = Words(
        "night week weekend month year spring summer autumn fall winter monday tuesday wednesday thursday friday saturday sunday");

    private static readonly HashSet<string> Happened = Words(
        "ate attended became bought broke built came did drove fell finished flew found got graduated had happened joined left lost made married met "
        + "moved passed ran read said saw sold started stopped told took visited was watched went were won wrote");

    /// <summary>Gets the kind, or null where the words do not tell.</summary>
    public static MemoryType? Of(string text)
    {
        string[] words = text.ToLowerInvariant().Split([' ', ',', '.', ';', ':', '!', '?', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return IsProcedure(words) ? MemoryType.Procedural
            : Array.Exists(words, Conclusions.Contains) || Follows(words, "learned", "that") || Follows(words, "found", "out") ? MemoryType.Reflective
            : IsFeltBySomebody(words) ? MemoryType.Emotional
            : Array.Exists(words, Happened.Contains) && HasPastTime(words) ? MemoryType.Episodic
            : null;
    }

    // "To restart the router, hold the button": how something is done.
    private static bool IsProcedure(string[] words) =>
        (words.Length > 3 && words[0] is "to") || Follows(words, "how", "to") || (Array.IndexOf(words, "first") is var first and >= 0 && Array.IndexOf(words, "then") > first);

    // "I'm so very proud", "it makes me sad": not "happy hour is from five to six".
    private static bool IsFeltBySomebody(string[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (IsFeeling(words[i]) && words.Skip(i + 1).Take(4).Any(Feelings.Contains))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFeeling(string word) =>
        word is "feel" or "feels" or "felt" or "feeling" or "i'm" or "am" or "is" or "are" or "was" or "makes" or "made" or "get" or "gets" or "got";

    private static bool HasPastTime(string[] words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            if (PastTimes.Contains(words[i]) || (words[i] is "last" && i + 1 < words.Length && Periods.Contains(words[i + 1])) || IsDate(words[i]))
            {
                return true;
            }
        }

        return false;
    }

    // 2023-06-14, 2023-06
    private static bool IsDate(string word) =>
        word.Length is 7 or 10 && word[4] == '-' && word.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && char.IsAsciiDigit(word[5]);

    private static bool Follows(string[] words, string first, string second)
    {
        int place = Array.IndexOf(words, first);
        return place >= 0 && place + 1 < words.Length && string.Equals(words[place + 1], second, StringComparison.Ordinal);
    }

    private static HashSet<string> Words(string words) => [.. words.Split(' ')];
}
