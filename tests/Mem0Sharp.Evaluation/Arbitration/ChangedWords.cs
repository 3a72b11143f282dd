namespace Mem0Sharp.Evaluation;

/// <summary>Finds the words in which two texts differ.</summary>
internal static class ChangedWords
{
    /// <summary>Gets the words of the old text that change, and what stands in their place.</summary>
    /// <returns>Null where one of both would be empty, or the old words do not occur exactly once.</returns>
    public static (string Span, string With)? Between(string old, string changed)
    {
        string[] before = old.Split(' ');
        string[] after = changed.Split(' ');
        int shorter = Math.Min(before.Length, after.Length);
        int start = 0;
        while (start < shorter && string.Equals(before[start], after[start], StringComparison.Ordinal))
        {
            start++;
        }

        int end = 0;
        while (end < shorter - start && string.Equals(before[^(end + 1)], after[^(end + 1)], StringComparison.Ordinal))
        {
            end++;
        }

        string span = string.Join(' ', before[start..^end]);
        string with = string.Join(' ', after[start..^end]);
        int at = old.IndexOf(span, StringComparison.Ordinal);
        return span.Length > 0 && with.Length > 0 && old.IndexOf(span, at + 1, StringComparison.Ordinal) < 0 ? (span, with) : null;
    }
}
