using System.Collections.Frozen;

namespace Mem0Sharp;

/// <summary>Tells a full stop that ends an abbreviation from one that ends a sentence.</summary>
internal static class Abbreviations
{
    // A name, number or example follows: never an end.
    private static readonly FrozenSet<string> Titles = FrozenSet.ToFrozenSet(
        ["mr", "mrs", "ms", "mx", "dr", "prof", "st", "rev", "sgt", "capt", "lt", "col", "gen", "fr", "e.g", "i.e", "eg", "ie", "vs", "cf", "approx", "ca"],
        StringComparer.Ordinal);

    // An end unless the sentence visibly goes on, with a digit or a small letter.
    private static readonly FrozenSet<string> Units = FrozenSet.ToFrozenSet(
        [
            "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu",
            "thurs", "fri", "no", "nr", "vol", "p", "pp", "etc", "hr", "hrs", "min", "mins", "sec", "yr", "yrs", "wk", "wks", "lb",
            "lbs", "oz", "ft", "mi", "a.m", "p.m", "inc", "ltd", "corp", "co", "jr", "sr", "ave", "blvd", "rd", "apt", "dept", "est",
            "u.s", "u.k", "ph.d", "b.a", "m.a", "m.d",
        ],
        StringComparer.Ordinal);

    /// <summary>Tells whether a sentence goes on after the full stop behind <paramref name="before"/>.</summary>
    public static bool Continues(ReadOnlySpan<char> before, char? next)
    {
        if (next is not { } following)
        {
            return false;
        }

        int start = before.Length;
        while (start > 0 && before.Length - start < 8 && (char.IsLetterOrDigit(before[start - 1]) || before[start - 1] == '.'))
        {
            start--;
        }

        ReadOnlySpan<char> word = before[start..];
        if (word.Length == 1 && char.IsUpper(word[0]) && word[0] != 'I')
        {
            // An initial: "J. Smith". "Vitamin C. i took it" is rarer than that.
            return char.IsUpper(following);
        }

        string lower = word.ToString().ToLowerInvariant();
        if (Titles.Contains(lower))
        {
            return true;
        }

        // "No. 5" and "No. i don't" differ in the digit only.
        return Units.Contains(lower) && (char.IsDigit(following) || (char.IsLower(following) && lower is not "no" && following != 'i'));
    }
}
