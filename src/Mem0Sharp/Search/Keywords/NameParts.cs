using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>The parts of a name that is written as one word: getUserName, XMLHttpRequest, 3pm.</summary>
/// <remarks>
/// A part begins where a large letter follows a small one, where the last of several large letters is followed by a small one (but for
/// the s of a plural, PDFs), and where letters and digits meet. Where these meet more than twice it is a key or a hash, and is left whole.
/// </remarks>
internal static class NameParts
{
    private const int MostParts = 12;
    private const int MostChanges = 2;

    private enum Kind
    {
        Small,
        Large,
        Digit,
    }

    /// <summary>Adds the parts; nothing when there is but one.</summary>
    /// <param name="word">Letters, digits and their marks, with their case.</param>
    /// <param name="terms">Where they are added.</param>
    public static void AddTo(ReadOnlySpan<char> word, ref KeywordTerms terms)
    {
        // Nearly all are plain words, which have no parts.
        if (word.Length > KeywordTerms.LongestTerm || IsPlain(word))
        {
            return;
        }

        Span<int> starts = stackalloc int[MostParts];
        int parts = Split(word, starts);
        for (int part = 0; parts > 1 && part < parts; part++)
        {
            terms.AddWord(word[starts[part]..(part + 1 < parts ? starts[part + 1] : word.Length)]);
        }
    }

    private static bool IsPlain(ReadOnlySpan<char> word)
    {
        if (!char.IsAsciiLetter(word[0]))
        {
            return false;
        }

        foreach (char letter in word[1..])
        {
            if (!char.IsAsciiLetterLower(letter))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes where parts start.</summary>
    /// <returns>How many there are; 1 also where there would be too many.</returns>
    private static int Split(ReadOnlySpan<char> word, Span<int> starts)
    {
        bool splitsDigits = ChangesOfKind(word) <= MostChanges;
        starts[0] = 0;
        int parts = 1;
        Kind last = Kind.Small;
        for (int at = 0, length; at < word.Length; at += length)
        {
            Kind kind = KindAt(word, at, last, out length);
            bool isHump = kind == Kind.Large
                && (last == Kind.Small || (last == Kind.Large && IsLastOfLarge(word, at + length)));
            bool isChange = splitsDigits && (kind == Kind.Digit) != (last == Kind.Digit);
            if (at > 0 && (isHump || isChange))
            {
                if (parts == starts.Length)
                {
                    return 1;
                }

                starts[parts++] = at;
            }

            last = kind;
        }

        return parts;
    }

    private static int ChangesOfKind(ReadOnlySpan<char> word)
    {
        int changes = 0;
        Kind last = Kind.Small;
        for (int at = 0, length; at < word.Length; at += length)
        {
            Kind kind = KindAt(word, at, last, out length);
            changes += at > 0 && (kind == Kind.Digit) != (last == Kind.Digit) ? 1 : 0;
            last = kind;
        }

        return changes;
    }

    private static bool IsLastOfLarge(ReadOnlySpan<char> word, int next) =>
        next < word.Length
        && KindAt(word, next, Kind.Large, out _) == Kind.Small
        && !word[next..].SequenceEqual("s");

    private static Kind KindAt(ReadOnlySpan<char> word, int at, Kind last, out int length)
    {
        Rune.DecodeFromUtf16(word[at..], out Rune rune, out length);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Kind.Large,
            UnicodeCategory.DecimalDigitNumber => Kind.Digit,
            _ when LexicalTokenizer.IsMark(rune) => last,

            // The commas of a number's thousands are of the number.
            UnicodeCategory.OtherPunctuation => Kind.Digit,
            _ => Kind.Small,
        };
    }
}
