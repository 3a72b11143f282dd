using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>Puts text that others wrote into a prompt so that it cannot pass for the prompt.</summary>
internal static class QuotedText
{
    /// <summary>
    /// Appends text as a JSON string on one line. Whatever the text holds, it ends at the closing quote and never starts a line, so
    /// it can neither close the part of the prompt that it stands in nor add a numbered line to it.
    /// </summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="text">The text, of any content.</param>
    /// <returns>The prompt.</returns>
    /// <remarks>Letters of all languages and emoji stay as they are; JSON encoders would spend up to 12 characters on each.</remarks>
    public static StringBuilder AppendQuoted(this StringBuilder prompt, string text)
    {
        prompt.Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            // What is no character (half a surrogate pair) has become U+FFFD here.
            switch (rune.Value)
            {
                case '"':
                    prompt.Append("\\\"");
                    break;
                case '\\':
                    prompt.Append("\\\\");
                    break;
                case '\n':
                    prompt.Append("\\n");
                    break;
                case '\t':
                    prompt.Append("\\t");
                    break;
                default:
                    prompt.Append(IsInvisible(rune) ? Escaped(rune) : rune.ToString());
                    break;
            }
        }

        return prompt.Append('"');
    }

    private static string Escaped(Rune rune) =>
        string.Concat(rune.ToString().Select(unit => "\\u" + ((int)unit).ToString("x4", CultureInfo.InvariantCulture)));

    // Control characters, the two separators that end a line for some readers, and what is read but not seen: bidirectional overrides,
    // zero-width characters, tags. The two joiners are letters' business in Persian and Hindi, and hold emoji together.
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
            _ => false,
        };
}
