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
                    if (IsInvisible(rune))
                    {
                        prompt.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
                    }
                    else
                    {
                        prompt.Append(rune.ToString());
                    }

                    break;
            }
        }

        return prompt.Append('"');
    }

    // Control characters and the two separators that end a line for some readers.
    private static bool IsInvisible(Rune rune) => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029;
}
