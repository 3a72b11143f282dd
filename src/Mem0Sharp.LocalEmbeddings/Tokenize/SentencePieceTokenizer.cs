using System.Buffers;
using System.Text;

namespace Mem0Sharp.LocalEmbeddings;

/// <summary>Splits a text into the pieces of a unigram vocabulary whose scores have the greatest sum.</summary>
/// <remarks>
/// <para>Source: Kudo and Richardson 2018, arXiv:1808.06226, as the encoder's original runtime does it, its quirks included, since
/// the model is fed with what that makes: a text is normalised (NFKC), only U+0020 becomes <c>▁</c>, and repeated spaces stay; a
/// character that begins no piece is unknown, and a run of those is one id; a sum of exactly 0 counts as not reached yet; on a tie
/// the piece that begins later wins.</para>
/// <para>Takes time and memory in proportion to the text. Immutable and thread-safe.</para>
/// </remarks>
internal sealed class SentencePieceTokenizer
{
    /// <summary>The id of what is in no piece.</summary>
    public const int Unknown = 0;

    private const char Space = '▁';
    private const char Replacement = '\uFFFD';

    private readonly PieceTrie _trie;
    private readonly int[] _lengths;
    private readonly double[] _scores;

    public SentencePieceTokenizer(IReadOnlyList<string> pieces, IReadOnlyList<double> scores)
    {
        _trie = new PieceTrie(pieces, WeightFormat.FirstPiece);
        _lengths = [.. pieces.Select(piece => piece.Length)];
        _scores = [.. scores];
    }

    /// <summary>Splits a text.</summary>
    /// <param name="text">Any text. Unpaired surrogates and U+FFFE count as U+FFFD.</param>
    /// <param name="most">Most ids to return, 0 or more.</param>
    /// <returns>The first ids, and how many there are in all. An empty text has none.</returns>
    public TokenizedText Tokenize(string text, int most)
    {
        string symbols = Symbols(text);
        double[] best = ArrayPool<double>.Shared.Rent(symbols.Length + 1);
        int[] pieces = ArrayPool<int>.Shared.Rent(symbols.Length + 1);
        try
        {
            FindBest(symbols, best, pieces);
            return Trace(symbols, pieces, most);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(best);
            ArrayPool<int>.Shared.Return(pieces);
        }
    }

    private static string Symbols(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        // U+FFFE is no character, and .NET refuses to normalise a text that holds it.
        string valid = (HasLoneSurrogate(text) ? Repaired(text) : text).Replace('\uFFFE', Replacement);
        return string.Concat("▁", valid.Normalize(NormalizationForm.FormKC).Replace(' ', Space));
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (int i = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    private static string Repaired(string text) => string.Create(text.Length, text, static (letters, source) =>
    {
        for (int i = 0; i < source.Length; i++)
        {
            letters[i] = source[i];
            if (!char.IsSurrogate(source[i]))
            {
                continue;
            }

            if (i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]))
            {
                letters[++i] = source[i];
            }
            else
            {
                letters[i] = Replacement;
            }
        }
    });

    // best[p]: the sum of the best split of what is before p. pieces[p]: the last piece of that split.
    private void FindBest(string symbols, double[] best, int[] pieces)
    {
        Array.Clear(best, 0, symbols.Length + 1);
        Array.Fill(pieces, Unknown, 0, symbols.Length + 1);
        for (int start = 0; start < symbols.Length; start++)
        {
            if (char.IsLowSurrogate(symbols[start]))
            {
                continue; // symbols are whole characters
            }

            bool found = false;
            int node = PieceTrie.Root;
            for (int end = start; end < symbols.Length && (node = _trie.Next(node, symbols[end])) != PieceTrie.None; end++)
            {
                if (_trie.PieceAt(node) is not PieceTrie.None and int piece)
                {
                    found = true;
                    Reach(end + 1, best[start] + _scores[piece], piece);
                }
            }

            if (!found)
            {
                Reach(start + (char.IsHighSurrogate(symbols[start]) ? 2 : 1), best[start], Unknown);
            }
        }

        void Reach(int end, double score, int piece)
        {
            if (best[end] == 0 || score >= best[end])
            {
                (best[end], pieces[end]) = (score, piece);
            }
        }
    }

    private TokenizedText Trace(string symbols, int[] pieces, int most)
    {
        // From the end: count first, so that only the ids that are asked for are kept.
        int count = 0;
        for (int end = symbols.Length, last = PieceTrie.None; end > 0; end = Before(symbols, end, last))
        {
            count += pieces[end] == Unknown && last == Unknown ? 0 : 1;
            last = pieces[end];
        }

        int[] ids = new int[Math.Min(count, most)];
        int place = count;
        for (int end = symbols.Length, last = PieceTrie.None; end > 0; end = Before(symbols, end, last))
        {
            place -= pieces[end] == Unknown && last == Unknown ? 0 : 1;
            last = pieces[end];
            if (place < ids.Length)
            {
                ids[place] = last;
            }
        }

        return new TokenizedText(ids, count);
    }

    private int Before(string symbols, int end, int piece) =>
        piece != Unknown ? end - _lengths[piece] : end - (char.IsLowSurrogate(symbols[end - 1]) ? 2 : 1);
}
