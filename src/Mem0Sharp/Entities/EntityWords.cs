using System.Buffers;
using System.Globalization;

namespace Mem0Sharp;

/// <summary>Splits a text into words as entities need them: with their case, and with what joins their parts.</summary>
internal static class EntityWords
{
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?:;\n\u2022\u2026\u3002");

    // What may stand inside a word, between two letters or digits.
    private static readonly SearchValues<char> Joints = SearchValues.Create("'\u2019-_.@+&:,");

    /// <summary>Reads the words. An address (http://…) is one.</summary>
    public static List<EntityWord> Of(string text)
    {
        List<EntityWord> words = [];
        int last = 0;
        bool endsWithTitle = false;
        for (int at = 0; at < text.Length;)
        {
            if (!Starts(text, at))
            {
                at++;
                continue;
            }

            int end = IsAddress(text, at) ? EndOfAddress(text, at) : EndOfWord(text, at);
            ReadOnlySpan<char> gap = text.AsSpan(last, at - last);
            bool begins = words.Count == 0 || (gap.ContainsAny(SentenceEnds) && !(endsWithTitle && gap is ". "));
            string word = WithoutPossessive(text, at, end);
            words.Add(new EntityWord(word, at, end, begins, words.Count > 0 && gap is " "));
            endsWithTitle = EntityVocabulary.IsTitle(word);
            last = end;
            at = end;
        }

        return words;
    }

    private static bool Starts(string text, int at) =>
        IsPart(text[at])
        || (text[at] is '@' or '#' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]) && (at == 0 || !IsPart(text[at - 1])));

    private static bool IsPart(char unit) =>
        char.IsLetterOrDigit(unit) || unit == '_' || char.GetUnicodeCategory(unit) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsAddress(string text, int at) =>
        text.AsSpan(at).StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.AsSpan(at).StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static int EndOfAddress(string text, int at)
    {
        int end = at;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('"' or '<' or '>' or ')' or ']' or '}' or '\u201D' or '\u00BB'))
        {
            end++;
        }

        while (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'')
        {
            end--;
        }

        return end;
    }

    private static int EndOfWord(string text, int at)
    {
        int end = at + 1;
        while (end < text.Length && (IsPart(text[end]) || IsJoint(text, end)))
        {
            end++;
        }

        return end;
    }

    private static bool IsJoint(string text, int at) =>
        Joints.Contains(text[at])
        && at + 1 < text.Length
        && IsPart(text[at + 1])
        && IsPart(text[at - 1])
        && (text[at] is not (':' or ',') || (char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])));

    private static string WithoutPossessive(string text, int start, int end)
    {
        ReadOnlySpan<char> word = text.AsSpan(start, end - start);
        return word.Length > 2 && word[^1] is 's' or 'S' && word[^2] is '\'' or '\u2019' ? word[..^2].ToString() : word.ToString();
    }
}
