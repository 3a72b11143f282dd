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
    public static string Of(string text)
    {
        StringBuilder normal = new(text.Length);
        Span<char> units = stackalloc char[2];
        string wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
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

    public static bool AreSame(string a, string b) =>
        string.Equals(a, b, StringComparison.Ordinal) || string.Equals(Of(a), Of(b), StringComparison.Ordinal);

    // Unicode's Default_Ignorable_Code_Point, of which .NET tells only the categories.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
