namespace Mem0Sharp;

/// <summary>A sentence cut into words that remember where they stand, so that what is kept are the speaker's own characters.</summary>
internal sealed class SpokenSentence
{
    private const string Edge = "\"“”«»'‘’()[]{}<>*_~`,;:.!?…。！？、，：；";
    private readonly List<SpokenWord> _words = [];

    public SpokenSentence(string text)
    {
        Text = text;
        int i = 0;
        while (i < text.Length)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            int from = i;
            while (i < text.Length && !char.IsWhiteSpace(text[i]))
            {
                // A dash between two words without spaces is a break too.
                if (text[i] is '—' or '–' && i > from)
                {
                    break;
                }

                i++;
                if (text[i - 1] is '—' or '–')
                {
                    break;
                }
            }

            AddWord(from, i);
        }
    }

    public string Text { get; }

    public int Count => _words.Count;

    public bool HoldsQuotation => Text.AsSpan().IndexOfAny("\"“”«»") >= 0;

    public SpokenWord this[int index] => _words[index];

    /// <summary>Tells whether the word there is one of some words. False past the end.</summary>
    public bool Is(int index, params ReadOnlySpan<string> words) =>
        index >= 0 && index < _words.Count && words.Contains(_words[index].Lower);

    /// <summary>Tells whether the words from there on are those of a phrase, without a break between them.</summary>
    public bool Says(int index, string phrase)
    {
        int at = index;
        foreach (Range range in phrase.AsSpan().Split(' '))
        {
            if (at >= _words.Count
                || (at > index && _words[at - 1].Breaks)
                || !phrase.AsSpan(range).SequenceEqual(_words[at].Lower))
            {
                return false;
            }

            at++;
        }

        return true;
    }

    /// <summary>Returns the number of words of the first phrase said there, or 0.</summary>
    public int SaysOneOf(int index, IEnumerable<string> phrases)
    {
        foreach (string phrase in phrases)
        {
            if (Says(index, phrase))
            {
                return phrase.AsSpan().Count(' ') + 1;
            }
        }

        return 0;
    }

    /// <summary>Returns the first place from <paramref name="index"/> on where a phrase is said, or -1.</summary>
    public int Find(int index, string phrase)
    {
        for (int i = index; i < _words.Count; i++)
        {
            if (Says(i, phrase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Returns the characters of words [from, to), as they were written.</summary>
    public string Slice(int from, int to) => from >= to ? string.Empty : Text[_words[from].Start.._words[to - 1].End];

    private void AddWord(int from, int to)
    {
        ReadOnlySpan<char> all = Text.AsSpan(from, to - from);
        ReadOnlySpan<char> left = all.TrimStart(Edge);
        ReadOnlySpan<char> word = left.TrimEnd(Edge);
        if (word.IsEmpty || word is "-" or "–" or "—" or "--")
        {
            if (_words.Count > 0 && all.IndexOfAny(",;:-–—") >= 0)
            {
                _words[^1] = _words[^1] with { Breaks = true };
            }

            return;
        }

        int start = from + all.Length - left.Length;
        int end = start + word.Length;
        bool breaks = left[word.Length..].IndexOfAny(",;:，：；、") >= 0;
        _words.Add(new SpokenWord(start, end, word.ToString().ToLowerInvariant().Replace('’', '\''), breaks, char.IsUpper(word[0])));
    }
}
