using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>A text as a reader compares it: case, white space, invisible characters and equivalent forms of a character do not matter.</summary>
internal static class ComparableText
{
    /// <summary>Normalises: NFKC, lower case, no characters of format (zero width, soft hyphen, direction), runs of white space as one blank, trimmed.</summary>
    public static string Of(string text)
    {
        StringBuilder normal = new(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsWhiteSpace(c))
            {
                if (normal.Length > 0 && normal[^1] != ' ')
                {
                    normal.Append(' ');
                }
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control))
            {
                normal.Append(char.ToLowerInvariant(c));
            }
        }

        return normal.ToString().TrimEnd();
    }

    public static bool AreSame(string a, string b) =>
        string.Equals(a, b, StringComparison.Ordinal) || string.Equals(Of(a), Of(b), StringComparison.Ordinal);
}
