using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>Finds and mends JSON in text, without parsing it. Each method is linear in the length of what it is given.</summary>
internal static class JsonSpan
{
    private const char Lost = '\uFFFD';

    /// <summary>Finds the end of the value that opens at the first character, a bracket.</summary>
    /// <returns>The index after its closing bracket, or -1 when it is never closed. Brackets in strings do not count.</returns>
    public static int EndOf(ReadOnlySpan<char> text)
    {
        int depth = 0;
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when inString:
                    i++;
                    break;
                case '"':
                    inString = !inString;
                    break;
                case '{' or '[' when !inString:
                    depth++;
                    break;
                case '}' or ']' when !inString:
                    if (--depth == 0)
                    {
                        return i + 1;
                    }

                    break;
                default:
                    break;
            }
        }

        return -1;
    }

    /// <summary>Tells a broken object from a brace in prose, as in "{name}".</summary>
    public static bool LooksLikeObject(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> inside = text[1..].TrimStart();
        return !inside.IsEmpty && inside[0] is ('"' or '\'');
    }

    /// <summary>Mends strings where there is only one way to: raw control characters, <c>\'</c>, escapes that are no character.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="damaged">True when a character could only be replaced by U+FFFD, as Unicode advises.</param>
    /// <returns>The JSON with the same strings, less what is lost.</returns>
    public static string Repair(ReadOnlySpan<char> json, out bool damaged)
    {
        damaged = false;
        bool inString = false;
        StringBuilder mended = new(json.Length + 16);
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            if (c == '"')
            {
                inString = !inString;
                mended.Append(c);
            }
            else if (inString && c == '\\' && i + 1 < json.Length)
            {
                i += AppendEscape(mended, json[i..], ref damaged) - 1;
            }
            else if (inString && c < ' ')
            {
                AppendUnicode(mended, c);
            }
            else if (!char.IsSurrogate(c))
            {
                mended.Append(c);
            }
            else if (Rune.DecodeFromUtf16(json[i..], out Rune rune, out int used) == OperationStatus.Done)
            {
                mended.Append(rune.ToString());
                i += used - 1;
            }
            else
            {
                mended.Append(Lost);
                damaged = true;
            }
        }

        return mended.ToString();
    }

    /// <summary>Appends the escape at the start of the text, mended.</summary>
    /// <returns>How many characters of the text it was.</returns>
    private static int AppendEscape(StringBuilder mended, ReadOnlySpan<char> text, ref bool damaged)
    {
        if (text[1] == '\'')
        {
            mended.Append('\'');
            return 2;
        }

        if (text[1] != 'u')
        {
            // A valid escape is two characters. Any other has two readings (is the backslash meant?), so the parser refuses it.
            int valid = "\"\\/bfnrt".Contains(text[1], StringComparison.Ordinal) ? 2 : 1;
            mended.Append(text[..valid]);
            return valid;
        }

        if (TryReadUnicode(text, out char first))
        {
            if (!char.IsSurrogate(first))
            {
                mended.Append(text[..6]);
                return 6;
            }

            if (char.IsHighSurrogate(first) && TryReadUnicode(text[6..], out char second) && char.IsLowSurrogate(second))
            {
                mended.Append(text[..12]);
                return 12;
            }

            mended.Append(Lost);
            damaged = true;
            return 6;
        }

        int length = 2;
        while (length < 6 && length < text.Length && char.IsAsciiLetterOrDigit(text[length]))
        {
            length++;
        }

        mended.Append(Lost);
        damaged = true;
        return length;
    }

    private static bool TryReadUnicode(ReadOnlySpan<char> text, out char c)
    {
        c = default;
        if (text.Length < 6
            || text[0] != '\\'
            || text[1] != 'u'
            || !ushort.TryParse(text[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            return false;
        }

        c = (char)code;
        return true;
    }

    private static void AppendUnicode(StringBuilder mended, char c) =>
        mended.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
}
