namespace Mem0Sharp;

/// <summary>Tidies the speaker's words into a statement: no marks around it, a capital in front. The words stay as they are.</summary>
internal static class StatementText
{
    private const string Marks = " \t.!…。！,;:—–-~*_";

    public static string Tidy(string text)
    {
        ReadOnlySpan<char> bare = text.AsSpan().Trim();
        ReadOnlySpan<char> cut = bare.TrimEnd(Marks).TrimStart(Marks);

        // "the U.S." and "6 p.m." keep the full stop that belongs to them.
        int lastSpace = cut.LastIndexOf(' ');
        if (cut.Length < bare.Length && bare.EndsWith(".", StringComparison.Ordinal) && !bare.EndsWith("..", StringComparison.Ordinal)
            && cut[(lastSpace + 1)..] is { Length: <= 5 } last && last.Contains('.') && !char.IsAsciiDigit(last[^1]))
        {
            cut = bare.TrimStart(Marks);
        }

        return cut.IsEmpty ? string.Empty : Capitalised(cut);
    }

    // "iPhone" and "eBay" keep their own capitals.
    private static string Capitalised(ReadOnlySpan<char> text)
    {
        int space = text.IndexOf(' ');
        ReadOnlySpan<char> first = space < 0 ? text : text[..space];
        foreach (char c in first[1..])
        {
            if (char.IsUpper(c))
            {
                return text.ToString();
            }
        }

        return string.Concat([char.ToUpperInvariant(text[0])], text[1..]);
    }
}
