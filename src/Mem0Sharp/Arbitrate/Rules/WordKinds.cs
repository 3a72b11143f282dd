using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>The few kinds of words that the rules for corrections and take-backs tell apart.</summary>
internal static class WordKinds
{
    /// <summary>Gets what may follow a statement without making it another one: "I play tennis | on Fridays".</summary>
    public static FrozenSet<string> Continuations { get; } = FrozenSet.ToFrozenSet(
        [
            "on", "in", "at", "with", "for", "from", "since", "until", "near", "by", "every", "each", "daily", "weekly", "twice", "once", "named", "called",
            "that", "which", "who", "because", "when", "where", "after", "before", "during", "there", "here", "together", "professionally", "regularly", "again",
            "1", "2", "3", "4", "5", "6", "7", "at", "as", "mostly", "usually", "often", "sometimes", "everyday", "today", "tomorrow", "next", "this",
        ],
        StringComparer.Ordinal);

    public static FrozenSet<string> Be { get; } = FrozenSet.ToFrozenSet(["am", "is", "are", "was", "were"], StringComparer.Ordinal);

    public static FrozenSet<string> Prepositions { get; } = FrozenSet.ToFrozenSet(
        ["in", "on", "at", "from", "to", "with", "for", "as", "by", "near", "of"], StringComparer.Ordinal);

    /// <summary>Gets what joins two statements: taking one back must not take the other.</summary>
    public static FrozenSet<string> Joints { get; } = FrozenSet.ToFrozenSet(["and", "but", "or", "while", "although", "&"], StringComparer.Ordinal);

    public static FrozenSet<string> Negations { get; } = FrozenSet.ToFrozenSet(["not", "never", "no"], StringComparer.Ordinal);

    /// <summary>Gets nouns of which somebody or something has one at a time.</summary>
    public static FrozenSet<string> Attributes { get; } = FrozenSet.ToFrozenSet(
        [
            "name", "surname", "nickname", "number", "address", "email", "age", "birthday", "size", "phone", "title", "job", "occupation", "profession",
            "employer", "boss", "manager", "salary", "rent", "password", "code", "pin", "hometown", "budget", "deadline", "weight", "height", "anniversary",
            "color", "colour", "username", "landlord", "nationality", "timezone", "zodiac", "major", "goal", "birthplace", "postcode",
        ],
        StringComparer.Ordinal);

    /// <summary>Gets verbs that, with a preposition behind them, hold one value at a time: "I live in …".</summary>
    public static FrozenSet<string> SingleValued { get; } = FrozenSet.ToFrozenSet(
        ["live", "lives", "work", "works", "born", "based", "study", "studies", "stay", "am", "is", "teach", "teaches", "reside", "resides", "park", "employed", "married", "engaged"],
        StringComparer.Ordinal);

    public static FrozenSet<string> Residence { get; } = FrozenSet.ToFrozenSet(
        ["live", "lives", "lived", "living", "reside", "resides", "am", "is", "are", "based", "located", "stay", "stays", "in", "at", "on"], StringComparer.Ordinal);

    public static FrozenSet<string> Habits { get; } = FrozenSet.ToFrozenSet(
        [
            "use", "uses", "drink", "drinks", "eat", "eats", "have", "has", "take", "takes", "drive", "drives", "own", "owns", "ride", "rides", "wear", "wears",
            "prefer", "prefers", "study", "studies", "work", "works", "play", "plays", "read", "subscribe", "bank", "run", "runs", "code", "write", "am", "is",
            "on", "with", "in", "at", "to", "as", "my",
        ],
        StringComparer.Ordinal);

    /// <summary>Gets values that exclude each other, a set for each kind.</summary>
    public static IReadOnlyList<FrozenSet<string>> Exclusive { get; } =
    [
        FrozenSet.ToFrozenSet(["red", "blue", "green", "yellow", "black", "white", "brown", "grey", "gray", "pink", "purple", "orange", "teal", "silver", "gold", "beige"], StringComparer.Ordinal),
        FrozenSet.ToFrozenSet(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"], StringComparer.Ordinal),
        FrozenSet.ToFrozenSet(["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], StringComparer.Ordinal),
    ];

    /// <summary>Gets what limits a statement to a while, so that it changes nothing that holds for good.</summary>
    public static FrozenSet<string> Whiles { get; } = FrozenSet.ToFrozenSet(
        ["today", "tonight", "tomorrow", "yesterday", "this", "until", "till", "temporarily", "sometimes", "usually", "often", "next", "last"], StringComparer.Ordinal);

    public static bool IsExclusive(string word) => Exclusive.Any(kind => kind.Contains(word));

    public static bool ExcludeEachOther(string one, string other)
    {
        foreach (FrozenSet<string> kind in Exclusive)
        {
            if (kind.Contains(one) && kind.Contains(other))
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsNumber(string word) => word.AsSpan().ContainsAnyInRange('0', '9');
}
