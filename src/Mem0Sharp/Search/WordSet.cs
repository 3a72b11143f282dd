namespace Mem0Sharp;

/// <summary>The different words of a text, as the lexical embedder takes them: normalised, stemmed, Chinese and Japanese in characters and pairs.</summary>
/// <remarks>Immutable. Words are held as 64-bit hashes, sorted: comparing two texts allocates nothing.</remarks>
internal readonly struct WordSet
{
    // Enough for a fact of a few sentences, which is then normalised on the stack.
    private const int ScratchCharacters = 512;

    private readonly ulong[] _words;
    private readonly ulong[] _topics;

    private WordSet(ulong[] words, ulong[] topics)
    {
        _words = words;
        _topics = topics;
    }

    /// <summary>Gets the set of no words.</summary>
    public static WordSet Empty { get; } = new([], []);

    /// <summary>Takes the words of a text.</summary>
    public static WordSet Of(string text)
    {
        using NormalizedText normalized = new(text, stackalloc char[ScratchCharacters]);
        LexicalTokenizer tokens = new(normalized.Characters);
        List<ulong> words = [];
        List<ulong> topics = [];
        while (tokens.MoveNext())
        {
            bool isWord = tokens.Kind == LexicalTokenKind.Word;
            bool isTopic = !isWord || !StopWords.Contains(tokens.Current);
            int length = isWord ? PorterStemmer.Stem(tokens.Current) : tokens.Length;
            ulong hash = Fnv1a.Append(Fnv1a.Start((byte)LexicalTermKind.Word), tokens.Current[..length]);
            words.Add(hash);
            if (isTopic)
            {
                topics.Add(hash);
            }
        }

        return new WordSet(Sorted(words), Sorted(topics));
    }

    /// <summary>Gets the words that this text has of another's, stop words left out.</summary>
    public WordSet TopicsIn(WordSet other)
    {
        ulong[] both = [.. _topics.Where(word => Array.BinarySearch(other._topics, word) >= 0)];
        return new WordSet(both, both);
    }

    /// <summary>Tells whether both have the same words.</summary>
    public bool SetEquals(WordSet other) => _words.AsSpan().SequenceEqual(other._words);

    /// <summary>Gets how much of the text with more words is in the other too: 0 nothing, 1 they have the same words.</summary>
    public double Share(WordSet other)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < _words.Length && j < other._words.Length;)
        {
            int order = _words[i].CompareTo(other._words[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        int longer = Math.Max(_words.Length, other._words.Length);
        return longer == 0 ? 0 : (double)shared / longer;
    }

    private static ulong[] Sorted(List<ulong> words)
    {
        words.Sort();
        return [.. words.Distinct()];
    }
}
