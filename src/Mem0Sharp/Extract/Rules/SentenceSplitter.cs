namespace Mem0Sharp;

/// <summary>Splits a message into sentences: one pass, no regular expression, so a hostile message costs its length.</summary>
internal static class SentenceSplitter
{
    private const string Ends = ".!?…。！？؟।";
    private const string Closers = "\"”»')]}’";

    public static List<Sentence> Split(string message)
    {
        List<Sentence> sentences = [];
        bool code = false;
        foreach (ReadOnlySpan<char> raw in message.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                code = !code;
            }
            else if (!code && !line.StartsWith(">", StringComparison.Ordinal))
            {
                // A line that starts with '>' is somebody else's words, pasted.
                SplitLine(WithoutBullet(line), sentences);
            }
        }

        return sentences;
    }

    private static void SplitLine(ReadOnlySpan<char> line, List<Sentence> sentences)
    {
        int start = 0;
        bool straight = true;
        bool curly = true;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if ((c == '"' && straight) || (c == '“' && curly))
            {
                // A full stop inside a quotation does not end the sentence around it. A quotation mark that is never closed is
                // looked for once only: that keeps the pass linear.
                int length = line[(i + 1)..].IndexOf(c == '"' ? '"' : '”');
                straight &= c != '"' || length >= 0;
                curly &= c != '“' || length >= 0;
                if (length >= 0)
                {
                    i += length + 1;
                    if (!EndsSentenceInside(line, i))
                    {
                        continue;
                    }

                    Take(line[start..(i + 1)], sentences);
                    start = i + 1;
                }

                continue;
            }

            if (!Ends.Contains(c, StringComparison.Ordinal))
            {
                continue;
            }

            int end = i + 1;
            while (end < line.Length && (Ends.Contains(line[end], StringComparison.Ordinal) || Closers.Contains(line[end], StringComparison.Ordinal)))
            {
                end++;
            }

            if (EndsSentence(line, i, end, start))
            {
                Take(line[start..end], sentences);
                start = end;
            }

            i = end - 1;
        }

        Take(line[start..], sentences);
    }

    // "… done." She left: the closing mark is the end when the full stop stands before it and a new sentence after it.
    private static bool EndsSentenceInside(ReadOnlySpan<char> line, int close) =>
        close > 0
        && Ends.Contains(line[close - 1], StringComparison.Ordinal)
        && NextLetter(line, close + 1) is { } next
        && char.IsUpper(next);

    private static bool EndsSentence(ReadOnlySpan<char> line, int at, int end, int start)
    {
        if (line[at] > 0x7F)
        {
            // CJK marks need no white space after them; an ellipsis does.
            return line[at] != '…' || end >= line.Length || char.IsWhiteSpace(line[end]);
        }

        if (end < line.Length && !char.IsWhiteSpace(line[end]))
        {
            return line[at] != '.' && !IsWordCharacter(line[end]);
        }

        return line[at] != '.' || end > at + 1 || !Abbreviations.Continues(line[start..at], NextLetter(line, end));
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c is '/' or '=' or '&' or '_' or '-';

    private static char? NextLetter(ReadOnlySpan<char> line, int from)
    {
        // Bounded: what matters is the next word, and a long run of marks must not be walked once per mark.
        for (int i = from; i < line.Length && i < from + 8; i++)
        {
            if (char.IsLetterOrDigit(line[i]))
            {
                return line[i];
            }
        }

        return null;
    }

    private static void Take(ReadOnlySpan<char> text, List<Sentence> sentences)
    {
        text = text.Trim();
        if (!text.IsEmpty)
        {
            ReadOnlySpan<char> bare = text.TrimEnd("\"”»')]}’ !.…！。");
            bool question = !bare.IsEmpty && bare[^1] is '?' or '？' or '؟';
            sentences.Add(new Sentence(text.ToString(), question));
        }
    }

    private static ReadOnlySpan<char> WithoutBullet(ReadOnlySpan<char> line)
    {
        line = line.TrimStart('#').TrimStart();
        if (line.Length > 1 && line[0] is '-' or '*' or '•' or '–' or '—' or '·' && char.IsWhiteSpace(line[1]))
        {
            return line[2..].TrimStart();
        }

        int i = 0;
        while (i < line.Length && i < 3 && char.IsAsciiDigit(line[i]))
        {
            i++;
        }

        if (i == 0 && line.Length > 1 && char.IsAsciiLetter(line[0]) && line[1] == ')')
        {
            i = 1;
        }

        bool numbered = i > 0 && i + 1 < line.Length && line[i] is '.' or ')' && char.IsWhiteSpace(line[i + 1]);
        return numbered ? line[(i + 2)..].TrimStart() : line;
    }
}
