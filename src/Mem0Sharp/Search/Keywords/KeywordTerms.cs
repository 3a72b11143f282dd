using System.Buffers;

namespace Mem0Sharp;

/// <summary>The terms of a text that keyword search compares: each once, in ordinal order, with how often it occurs.</summary>
/// <remarks>
/// A term is a word's stem, a whole name or number, a pair of Chinese, Japanese or Korean characters, or a sign such as an emoji:
/// <see cref="KeywordTokenizer"/> says which. Kept in pooled memory, cleared when it is given back: finding terms allocates nothing. The
/// work grows with the text, and a text has at most a few terms for each of its characters.
/// </remarks>
internal struct KeywordTerms : IDisposable
{
    /// <summary>The longest term, in UTF-16 units. A longer word is cut; a longer name is found by its parts alone.</summary>
    public const int LongestTerm = 64;

    // A fact of a few sentences is normalised on the stack.
    private const int ScratchCharacters = 512;

    private char[] _characters;
    private Slice[] _slices;
    private int _used;

    private KeywordTerms(int characters)
    {
        _characters = ArrayPool<char>.Shared.Rent(characters);
        _slices = ArrayPool<Slice>.Shared.Rent(32);
    }

    /// <summary>Gets how many different terms there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many terms there are, repetitions among them.</summary>
    public int Length { get; private set; }

    /// <summary>Gets a term.</summary>
    public readonly ReadOnlySpan<char> this[int place] => _slices[place].Of(_characters);

    /// <summary>Takes the terms of a text.</summary>
    /// <param name="text">Any UTF-16. What is not valid Unicode separates words.</param>
    public static KeywordTerms Of(string text)
    {
        using NormalizedText normalized = new(text, stackalloc char[ScratchCharacters], keepCase: true);
        KeywordTerms terms = new(Math.Max(256, normalized.Characters.Length));
        new KeywordTokenizer(normalized.Characters).AddTo(ref terms);
        terms.Settle();
        return terms;
    }

    /// <summary>Gets how often a term occurs, 1 or more.</summary>
    public readonly int Occurrences(int place) => _slices[place].Count;

    /// <summary>Adds a word's stem, unless it is a stop word. An irregular form has the stem of its base: "bought" that of "buy".</summary>
    public void AddWord(ReadOnlySpan<char> word)
    {
        Span<char> term = Fold(word[..CutAt(word)]);
        if (!StopWords.Contains(term))
        {
            Keep(PorterStemmer.Stem(IrregularForms.BaseOf(term) is { } known ? Fold(known) : term));
        }
    }

    /// <summary>Adds a term as it is but for its case. One that is too long is passed over: its parts are terms too.</summary>
    public void AddWhole(ReadOnlySpan<char> whole)
    {
        if (whole.Length <= LongestTerm)
        {
            Keep(Fold(whole).Length);
        }
    }

    /// <summary>Gives the pooled memory back. Nothing may be read afterwards.</summary>
    public void Dispose()
    {
        // Cleared: it is private text, and nobody knows how long it would lie there.
        ArrayPool<char>.Shared.Return(_characters, clearArray: true);
        ArrayPool<Slice>.Shared.Return(_slices);
        (_characters, _slices, Count, Length) = ([], [], 0, 0);
    }

    private static int CutAt(ReadOnlySpan<char> word) =>
        word.Length <= LongestTerm ? word.Length
        : char.IsHighSurrogate(word[LongestTerm - 1]) ? LongestTerm - 1
        : LongestTerm;

    /// <summary>Writes a term behind the last one, in lower case and without the commas of a number's thousands.</summary>
    private Span<char> Fold(ReadOnlySpan<char> text)
    {
        if (_used + text.Length > _characters.Length)
        {
            Grow(ref _characters, _used, _used + text.Length);
        }

        Span<char> term = _characters.AsSpan(_used, text.Length);
        text.ToLowerInvariant(term);

        // What lower case leaves apart: the sigma at a word's end, and the I with a dot that Turkish has for the capital of i.
        term.Replace('\u03C2', '\u03C3');
        term.Replace('\u0130', 'i');
        int length = 0;
        foreach (char unit in term)
        {
            if (unit != ',')
            {
                term[length++] = unit;
            }
        }

        return term[..length];
    }

    private void Keep(int length)
    {
        if (Count == _slices.Length)
        {
            Grow(ref _slices, Count, Count + 1);
        }

        _slices[Count++] = new Slice(_used, length, 1);
        _used += length;
    }

    /// <summary>Sorts what was added, and counts equal terms together.</summary>
    private void Settle()
    {
        Length = Count;
        Span<Slice> slices = _slices.AsSpan(0, Count);
        slices.Sort(new OrdinalOrder(_characters));
        int distinct = 0;
        foreach (Slice slice in slices)
        {
            if (distinct > 0 && slices[distinct - 1].Of(_characters).SequenceEqual(slice.Of(_characters)))
            {
                slices[distinct - 1] = slices[distinct - 1] with { Count = slices[distinct - 1].Count + 1 };
            }
            else
            {
                slices[distinct++] = slice;
            }
        }

        Count = distinct;
    }

    private static void Grow<T>(ref T[] array, int used, int needed)
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, array.Length * 2));
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array, clearArray: true);
        array = larger;
    }

    private readonly record struct Slice(int Start, int Length, int Count)
    {
        public ReadOnlySpan<char> Of(char[] characters) => characters.AsSpan(Start, Length);
    }

    private readonly struct OrdinalOrder(char[] characters) : IComparer<Slice>
    {
        public int Compare(Slice x, Slice y) => x.Of(characters).SequenceCompareTo(y.Of(characters));
    }
}
