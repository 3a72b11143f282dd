using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>A text as a reader compares it: case, white space, invisible characters and equivalent forms of a character do not matter.</summary>
internal static class ComparableText
{
    /// <summary>
    /// Normalises: NFKC, lower case, no characters that are not seen (zero width, soft hyphen, direction, variation, tags), runs of white
    /// space as one blank, trimmed. Half a surrogate pair is a replacement character.
    /// </summary>
    public static string Of(string text) => Ascii.IsValid(text) ? OfAscii(text) : OfUnicode(text);

    public static bool AreSame(string a, string b) =>
        string.Equals(a, b, StringComparison.Ordinal) || string.Equals(Of(a), Of(b), StringComparison.Ordinal);

    /// <summary>The same, where there is nothing to compose and little to leave out: most texts.</summary>
    private static string OfAscii(string text) => string.Create(OfAscii(text, default), text, static (normal, text) => OfAscii(text, normal));

    /// <summary>Writes the normal form, or only counts where there is no room.</summary>
    private static int OfAscii(string text, Span<char> normal)
    {
        int length = 0;
        bool isBlankDue = false;
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                isBlankDue = length > 0;
                continue;
            }

            if (char.IsControl(c))
            {
                continue;
            }

            if (isBlankDue)
            {
                Put(normal, length++, ' ');
                isBlankDue = false;
            }

            Put(normal, length++, char.ToLowerInvariant(c));
        }

        return length;

        static void Put(Span<char> normal, int place, char c)
        {
            if (!normal.IsEmpty)
            {
                normal[place] = c;
            }
        }
    }

    private static string OfUnicode(string text)
    {
        StringBuilder normal = new(text.Length);
        Span<char> units = stackalloc char[2];

        // U+FFFE is no character, and .NET refuses to normalise a text that holds it.
        string wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\uFFFE", string.Empty, StringComparison.Ordinal);
        foreach (Rune rune in wellFormed.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (normal.Length > 0 && normal[^1] != ' ')
                {
                    normal.Append(' ');
                }
            }
            else if (!IsInvisible(rune))
            {
                // By way of upper case: Greek has two small sigmas for one capital.
                normal.Append(units[..Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).EncodeToUtf16(units)]);
            }
        }

        // Again: what was taken out may have kept a letter and its accent apart.
        return normal.ToString().TrimEnd().Normalize(NormalizationForm.FormKC);
    }

    // Unicode's Default_Ignorable_Code_Point, of which .NET tells only the categories.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
