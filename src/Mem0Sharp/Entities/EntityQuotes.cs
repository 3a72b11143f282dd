namespace Mem0Sharp;

/// <summary>Finds what stands in quotation marks.</summary>
internal static class EntityQuotes
{
    /// <summary>Finds the quotes of a text.</summary>
    /// <returns>Where the inside of each starts and ends: not blank, on one line, at most <see cref="MemoryLimits.EntityLength"/> characters.</returns>
    public static List<(int Start, int End)> Of(string text)
    {
        List<(int Start, int End)> quotes = [];
        for (int at = 0; at < text.Length; at++)
        {
            if (CloserOf(text[at]) is not { } closer || !Opens(text, at))
            {
                continue;
            }

            int end = EndOf(text, at, closer);
            if (end < 0)
            {
                continue;
            }

            if (!text.AsSpan(at + 1, end - at - 1).IsWhiteSpace())
            {
                quotes.Add((at + 1, end));
            }

            at = end;
        }

        return quotes;
    }

    private static char? CloserOf(char opener) => opener switch
    {
        '"' => '"',
        '\'' => '\'',
        '\u201C' => '\u201D',
        '\u201E' => '\u201C',
        '\u00AB' => '\u00BB',
        '\u2018' => '\u2019',
        '\u300C' => '\u300D',
        '\u300E' => '\u300F',
        _ => null,
    };

    // An apostrophe opens nothing: Ann's, rock 'n' roll is the price.
    private static bool Opens(string text, int at) => text[at] is not ('"' or '\'' or '\u2018') || at == 0 || !char.IsLetterOrDigit(text[at - 1]);

    private static int EndOf(string text, int at, char closer)
    {
        int most = Math.Min(text.Length, at + 2 + MemoryLimits.EntityLength);
        for (int end = at + 1; end < most && text[end] != '\n'; end++)
        {
            if (text[end] == closer && (closer is not ('\'' or '\u2019') || end + 1 == text.Length || !char.IsLetterOrDigit(text[end + 1])))
            {
                return end;
            }
        }

        return -1;
    }
}
