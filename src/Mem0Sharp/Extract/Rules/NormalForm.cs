using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>
/// Brings a statement into the form in which two statements are the same when they say the same in the same words: NFKC, lower
/// case, no punctuation or invisible characters, contractions written out, number words as digits.
/// </summary>
/// <remarks>Keeps the order of the words, negations, tenses, numbers and symbols: precision before recall.</remarks>
internal static class NormalForm
{
    private static readonly FrozenDictionary<string, string> Numbers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["one"] = "1",
        ["two"] = "2",
        ["three"] = "3",
        ["four"] = "4",
        ["five"] = "5",
        ["six"] = "6",
        ["seven"] = "7",
        ["eight"] = "8",
        ["nine"] = "9",
        ["ten"] = "10",
        ["eleven"] = "11",
        ["twelve"] = "12",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the normalised words.</summary>
    public static List<string> Words(string text)
    {
        string plain = Plain(text);
        List<string> words = [];
        int start = -1;
        for (int i = 0; i <= plain.Length; i++)
        {
            if (i < plain.Length && IsInner(plain, i))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                AddWord(plain[start..i], words);
                start = -1;
            }

            if (i < plain.Length && IsMeaningfulSymbol(plain[i]))
            {
                words.Add(plain[i].ToString());
            }
        }

        return words;
    }

    /// <summary>Returns the normalised words as one string, which serves as a key.</summary>
    public static string Key(string text) => string.Join(' ', Words(text));

    private static void AddWord(string word, List<string> words)
    {
        foreach (string part in Contractions.Expand(word))
        {
            words.Add(Numbers.GetValueOrDefault(part, part));
        }
    }

    private static string Plain(string text)
    {
        StringBuilder kept = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for half a surrogate pair, on which Normalize would throw.
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && rune.Value is not (>= 0xFE00 and <= 0xFE0F))
            {
                kept.Append(rune.ToString());
            }
        }

        // U+FFFE is no character, and .NET refuses to normalise a text that holds it.
        return kept.Replace("\uFFFE", string.Empty).ToString().Normalize(NormalizationForm.FormKC).ToLowerInvariant().Replace('’', '\'').Replace('‘', '\'');
    }

    // Letters, digits and marks; also what stands between two of them and is part of the word: "3:30", "71.5", "don't", "555-0144".
    private static bool IsInner(string text, int i)
    {
        char c = text[i];
        if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
        {
            return true;
        }

        if (i + 1 >= text.Length || !char.IsLetterOrDigit(text[i + 1]))
        {
            return false;
        }

        bool afterWord = i > 0 && char.IsLetterOrDigit(text[i - 1]);
        return c switch
        {
            '\'' or '.' or '@' or '_' => afterWord,
            ',' or ':' or '/' => afterWord && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]),
            '-' => char.IsDigit(text[i + 1]) && (i == 0 || char.IsWhiteSpace(text[i - 1]) || char.IsDigit(text[i - 1])),
            _ => false,
        };
    }

    // "C" is not "C++", "5 €" not "5 $".
    private static bool IsMeaningfulSymbol(char c) =>
        c is '#' or '%' or '&' or '@'
        || char.GetUnicodeCategory(c) is UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol;
}
