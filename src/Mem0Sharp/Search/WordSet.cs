using System.Buffers;

namespace Mem0Sharp;

/// <summary>
/// The different words of a text as the lexical embedder takes them: normalised, stemmed, Chinese and Japanese in characters and pairs.
/// </summary>
/// <remarks>Immutable. Words are held as 64-bit hashes, sorted: comparing two texts allocates nothing.</remarks>
internal readonly struct WordSet
{
    // Enough for a fact of a few sentences, which is then normalised on the stack.
    private const int ScratchCharacters = 512;

    private readonly ulong[] _words;

    private WordSet(ulong[] words) => _words = words;

    /// <summary>Gets the set of no words.</summary>
    public static WordSet Empty { get; } = new([]);

    /// <summary>Gets a value indicating whether it was not taken of any text yet.</summary>
    public bool IsDefault => _words is null;

    /// <summary>Takes the words of a text.</summary>
    public static WordSet Of(string text) => Of(text, stopWords: true);

    /// <summary>Takes the words of a text without stop words: what it is about.</summary>
    public static WordSet TopicsOf(string text) => Of(text, stopWords: false);

    /// <summary>Gets the words that both have.</summary>
    public WordSet Intersect(WordSet other)
    {
        int shared = CountShared(other);
        if (shared == 0)
        {
            return Empty;
        }

        ulong[] both = new ulong[shared];
        int count = 0;
        foreach (ulong word in _words)
        {
            if (Array.BinarySearch(other._words, word) >= 0)
            {
                both[count++] = word;
            }
        }

        return new WordSet(both);
    }

    /// <summary>Tells whether both have the same words.</summary>
    public bool SetEquals(WordSet other) => _words.AsSpan().SequenceEqual(other._words);

    /// <summary>Gets how much of the text with more words is in the other too: 0 nothing, 1 they have the same words.</summary>
    public double Share(WordSet other)
    {
        int longer = Math.Max(_words.Length, other._words.Length);
        return longer == 0 ? 0 : (double)CountShared(other) / longer;
    }

    private static WordSet Of(string text, bool stopWords)
    {
        using NormalizedText normalized = new(text, stackalloc char[ScratchCharacters]);

        // A token for each character, and a pair for each but the first, is the most there can be.
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(2 * normalized.Characters.Length);
        int count = 0;
        LexicalTokenizer tokens = new(normalized.Characters);
        while (tokens.MoveNext())
        {
            bool isWord = tokens.Kind == LexicalTokenKind.Word;
            if (stopWords || !isWord || !StopWords.Contains(tokens.Current))
            {
                int length = isWord ? PorterStemmer.Stem(tokens.Current) : tokens.Length;
                hashes[count++] = Fnv1a.Append(Fnv1a.Start((byte)LexicalTermKind.Word), tokens.Current[..length]);
            }
        }

        WordSet words = new(Distinct(hashes.AsSpan(0, count)));
        ArrayPool<ulong>.Shared.Return(hashes);
        return words;
    }

    private static ulong[] Distinct(Span<ulong> hashes)
    {
        hashes.Sort();
        int distinct = 0;
        for (int i = 0; i < hashes.Length; i++)
        {
            if (i == 0 || hashes[i] != hashes[i - 1])
            {
                hashes[distinct++] = hashes[i];
            }
        }

        return hashes[..distinct].ToArray();
    }

    private int CountShared(WordSet other)
    {
        int shared = 0;
        for (int i = 0, j = 0; i < _words.Length && j < other._words.Length;)
        {
            int order = _words[i].CompareTo(other._words[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return shared;
    }
}
