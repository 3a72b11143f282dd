using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>The English words that the rules of entities know.</summary>
internal static class EntityVocabulary
{
    private static readonly FrozenSet<string> Titles = Set(["dr", "mr", "mrs", "ms", "prof", "st"]);

    // What joins the words of a name, but begins none: Bank of America, Ludwig van Beethoven.
    private static readonly FrozenSet<string> Particles = FrozenSet.ToFrozenSet(
        ["of", "the", "de", "del", "della", "da", "di", "du", "la", "le", "van", "von", "der", "den"], StringComparer.Ordinal);

    // What begins a sentence with a capital and is seldom a name, besides stop words, irregular forms, and what ends in -ing or -ed.
    private static readonly FrozenSet<string> Openers = Set(
        [
            "user", "users", "assistant", "agent", "customer", "person", "someone", "everyone", "people",
            "yes", "yeah", "yep", "no", "nope", "ok", "okay", "hi", "hey", "hello", "bye", "thanks", "thank", "wow", "oh", "ah", "well", "great", "good", "nice",
            "cool", "sure", "maybe", "glad", "sorry", "congrats", "congratulations", "sounds", "looks", "things", "guess", "lately", "long", "dang", "haha",
            "please", "tell", "find", "show", "list", "give", "describe", "name", "remember", "note", "let", "get", "make", "take", "keep", "use", "try",
            "call", "send", "ask", "buy", "go", "come", "see", "say", "think", "know", "want", "need", "like", "love", "prefer", "hate", "avoid",
            "likes", "loves", "prefers", "lives", "works", "wants", "needs", "enjoys", "hates", "dislikes", "plays", "owns", "uses", "plans", "goes",
            "has", "eats", "drinks", "drives", "speaks", "studies", "thinks", "believes", "feels", "considers", "hopes", "knows",
            "recently", "currently", "usually", "always", "never", "sometimes", "often", "actually", "finally", "later", "still", "once", "now",
            "today", "yesterday", "tomorrow", "tonight", "last", "next", "after", "before", "however", "instead", "besides", "together", "perhaps",
            "according", "based", "many", "much", "most", "more", "several", "few", "another", "other", "one", "first", "second", "new", "old", "may", "march", "august",
        ]);

    private static readonly FrozenSet<string> TimeWords = Set(
        [
            "yesterday", "today", "tonight", "tomorrow", "ago", "recently", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]);

    private static readonly FrozenSet<string> TimeUnits = Set(
        ["night", "evening", "morning", "week", "month", "year", "summer", "winter", "spring", "autumn", "fall"]);

    private static readonly FrozenDictionary<string, string> NumberWords = FrozenDictionary.ToFrozenDictionary<(string, string), string, string>(
        [
            ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"), ("seven", "7"), ("eight", "8"), ("nine", "9"), ("ten", "10"),
            ("eleven", "11"), ("twelve", "12"), ("twenty", "20"), ("thirty", "30"), ("forty", "40"), ("fifty", "50"), ("sixty", "60"), ("seventy", "70"),
            ("eighty", "80"), ("ninety", "90"),
        ],
        number => number.Item1,
        number => number.Item2,
        StringComparer.OrdinalIgnoreCase);

    public static bool IsTitle(string word) => Titles.Contains(word);

    public static bool IsParticle(string word) => Particles.Contains(word);

    /// <summary>Tells whether a word begins no name wherever it stands: "I", "I've", "The".</summary>
    public static bool IsStopWord(string word)
    {
        int apostrophe = word.AsSpan().IndexOfAny('\'', '\u2019');
        return StopWords.Contains((apostrophe > 0 ? word[..apostrophe] : word).ToLowerInvariant());
    }

    /// <summary>Tells whether a word at the beginning of a sentence owes its capital to that place alone.</summary>
    public static bool IsOpener(string word)
    {
        string lower = word.ToLowerInvariant();
        return Openers.Contains(lower)
            || IrregularForms.BaseOf(lower) is not null
            || (lower.Length > 4 && (lower.EndsWith("ing", StringComparison.Ordinal) || lower.EndsWith("ed", StringComparison.Ordinal)));
    }

    /// <summary>Tells whether a word says when something is: "yesterday", "Monday", "ago".</summary>
    public static bool IsTime(string word) => TimeWords.Contains(word);

    /// <summary>Tells whether two words say together when something is: "last week".</summary>
    public static bool IsTime(string first, string second) =>
        (first.Equals("last", StringComparison.OrdinalIgnoreCase)
            || first.Equals("next", StringComparison.OrdinalIgnoreCase)
            || first.Equals("this", StringComparison.OrdinalIgnoreCase))
        && TimeUnits.Contains(second);

    /// <summary>Gets the digits of a number that is written as a word, 2 to 12 and tens; null for others. "One" is mostly no number.</summary>
    public static string? NumberOf(string word) => NumberWords.GetValueOrDefault(word);

    private static FrozenSet<string> Set(string[] words) => words.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
