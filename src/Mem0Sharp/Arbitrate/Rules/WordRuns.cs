namespace Mem0Sharp;

/// <summary>Finds runs of words in statements.</summary>
internal static class WordRuns
{
    // What is looked for comes from a sentence of at most a few words; a longer run is no old value, and would cost its length each time.
    private const int LongestRun = 32;

    /// <summary>Returns where a run starts, or -1. An empty run, or one of more than 32 words, is nowhere.</summary>
    public static int IndexOf(ReadOnlySpan<string> words, ReadOnlySpan<string> run) =>
        run.IsEmpty || run.Length > LongestRun ? -1 : words.IndexOf(run, StringComparer.Ordinal);

    public static int CommonPrefix(ReadOnlySpan<string> one, ReadOnlySpan<string> other) => one.CommonPrefixLength(other, StringComparer.Ordinal);

    public static bool HoldsAny(ReadOnlySpan<string> words, IReadOnlySet<string> kinds)
    {
        foreach (string word in words)
        {
            if (kinds.Contains(word))
            {
                return true;
            }
        }

        return false;
    }
}
