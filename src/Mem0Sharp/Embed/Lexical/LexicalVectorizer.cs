using System.Text;

namespace Mem0Sharp;

/// <summary>Turns one text into one unit vector of its words and their letters.</summary>
internal static class LexicalVectorizer
{
    private const double StopWordWeight = 0.1;

    // All grams of a word together have this length beside the word's 1: misspelt words still meet, whole words win.
    private const double GramWeight = 0.7;
    private const int ShortestGram = 3;
    private const int LongestGram = 5;

    // 4 KB of stack beside the 8 KB of sums: enough for a fact of a few sentences, which then allocates nothing.
    private const int ScratchCharacters = 512;
    private const int ScratchTerms = 128;

    // Neither letter nor digit, so no gram inside a word equals one at its edge. With the edges marked, LoCoMo questions whose
    // words are all misspelt find 1.6 points more at 5; correctly spelt ones find the same.
    private const char WordStart = '^';
    private const char WordEnd = '$';

    /// <summary>Writes the vector of <paramref name="text"/> to <paramref name="destination"/>.</summary>
    /// <param name="text">Any UTF-16 that is not blank.</param>
    /// <param name="destination">Shape [1,024]; every element is written. Its norm is then 1.</param>
    public static void Embed(ReadOnlySpan<char> text, Span<float> destination)
    {
        using NormalizedText normalized = new(text, stackalloc char[ScratchCharacters]);
        using LexicalTermList list = CollectTerms(normalized.Characters, stackalloc LexicalTerm[ScratchTerms]);

        // Sorted by hash: repetitions meet, and the sums do not depend on the order of the words.
        Span<LexicalTerm> terms = list.Terms;
        terms.Sort(static (left, right) => left.Hash.CompareTo(right.Hash));

        FeatureSums sums = new(stackalloc double[LexicalEmbeddingGenerator.Dimensions]);
        for (int i = 0; i < terms.Length;)
        {
            LexicalTerm term = terms[i];
            int first = i;
            bool isStopWord = true;
            for (; i < terms.Length && terms[i].Hash == term.Hash; i++)
            {
                isStopWord &= terms[i].IsStopWord;
            }

            double weight = (1 + Math.Log(i - first)) * (isStopWord ? StopWordWeight : 1);
            sums.Add(term.Hash, weight);
            if (term.HasGrams)
            {
                AddGrams(sums, normalized.Characters.Slice(term.Start, term.Length), weight);
            }
        }

        if (!sums.TryWriteUnit(destination))
        {
            // Features of equal weight and opposite sign met in every bucket: one of them alone stands for the text.
            sums.Add(terms[0].Hash, 1);
            sums.TryWriteUnit(destination);
        }
    }

    private static LexicalTermList CollectTerms(Span<char> text, Span<LexicalTerm> scratch)
    {
        LexicalTermList terms = new(scratch);
        LexicalTokenizer tokens = new(text);
        while (tokens.MoveNext())
        {
            bool isWord = tokens.Kind == LexicalTokenKind.Word;
            bool isStopWord = isWord && StopWords.Contains(tokens.Current);
            int length = isWord ? PorterStemmer.Stem(tokens.Current) : tokens.Length;
            ulong hash = HashOf(LexicalTermKind.Word, tokens.Current[..length]);
            terms.Add(new LexicalTerm(hash, tokens.Start, length, isStopWord, isWord));
        }

        if (terms.Terms.IsEmpty)
        {
            AddCharacters(ref terms, text);
        }

        return terms;
    }

    // Only emoji, signs or punctuation: they are all that can tell such texts apart.
    private static void AddCharacters(ref LexicalTermList terms, ReadOnlySpan<char> text)
    {
        int start = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune))
            {
                ulong hash = Fnv1a.Append(Fnv1a.Start((byte)LexicalTermKind.Character), rune);
                terms.Add(new LexicalTerm(hash, start, rune.Utf16SequenceLength, IsStopWord: false, HasGrams: false));
            }

            start += rune.Utf16SequenceLength;
        }
    }

    private static void AddGrams(FeatureSums sums, ReadOnlySpan<char> stem, double weight)
    {
        int letters = 2;
        foreach (char unit in stem)
        {
            letters += char.IsLowSurrogate(unit) ? 0 : 1;
        }

        int grams = 0;
        for (int length = ShortestGram; length <= LongestGram; length++)
        {
            grams += Math.Max(0, letters - length + 1);
        }

        double each = weight * GramWeight / Math.Sqrt(grams);
        for (int start = -1; start < stem.Length;)
        {
            int position = start;
            ulong hash = Fnv1a.Start((byte)LexicalTermKind.Gram);
            for (int length = 1; length <= LongestGram && position <= stem.Length; length++)
            {
                hash = Fnv1a.Append(hash, Read(stem, ref position));
                if (length == 1)
                {
                    start = position;
                }

                if (length >= ShortestGram)
                {
                    sums.Add(hash, each);
                }
            }
        }
    }

    // The stem stands between its markers, at -1 and at its length.
    private static Rune Read(ReadOnlySpan<char> stem, ref int position)
    {
        if (position < 0 || position == stem.Length)
        {
            return new Rune(position++ < 0 ? WordStart : WordEnd);
        }

        Rune.DecodeFromUtf16(stem[position..], out Rune rune, out int consumed);
        position += consumed;
        return rune;
    }

    private static ulong HashOf(LexicalTermKind kind, ReadOnlySpan<char> text) => Fnv1a.Append(Fnv1a.Start((byte)kind), text);
}
