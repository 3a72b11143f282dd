namespace Mem0Sharp;

/// <summary>The words of a text, as times are read from them: runs of letters, digits and hyphens. Immutable.</summary>
/// <remarks>There are words before the first and after the last one too: they are empty.</remarks>
internal sealed class TimeText
{
    private readonly List<(string Text, string Key, bool IsFirst)> _words = [];

    private TimeText()
    {
    }

    /// <summary>Gets the number of words.</summary>
    public int Count => _words.Count;

    /// <summary>Splits a text.</summary>
    public static TimeText Of(string text)
    {
        TimeText words = new();
        bool isFirst = true;
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || (text[end] == '-' && end > start)))
            {
                end++;
            }

            if (end > start)
            {
                string word = text[start..end];
                words._words.Add((word, char.IsUpper(word[0]) && !isFirst ? string.Empty : word.ToLowerInvariant(), isFirst));
                isFirst = false;
            }

            isFirst |= end < text.Length && text[end] is '.' or '?' or '!' or '\n';
            start = end + 1;
        }

        return words;
    }

    /// <summary>Gets a word as it is written.</summary>
    public string Word(int place) => place >= 0 && place < Count ? _words[place].Text : string.Empty;

    /// <summary>Gets a word in lower case; empty for one that has a capital within a sentence: "Apocalypse Now" is a name.</summary>
    public string Key(int place) => place >= 0 && place < Count ? _words[place].Key : string.Empty;

    /// <summary>Tells whether a word begins a sentence.</summary>
    public bool IsFirst(int place) => place >= 0 && place < Count && _words[place].IsFirst;
}
