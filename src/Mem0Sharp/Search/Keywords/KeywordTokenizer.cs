using System.Buffers;
using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>Finds the terms of a text: the words that <see cref="LexicalTokenizer"/> splits it into, and what they are joined to.</summary>
/// <remarks>
/// A word gives its stem, and the parts of a name that it is: getUserName also get, user and name, 3pm also 3 and pm. Words joined by a
/// single sign and no space (user_id, Foo.Bar, 2026-11-25, ann@example.com) also give the whole. A number loses the commas of its thousands.
/// Chinese, Japanese and Korean characters give pairs, and one that stands alone itself. Emoji and other pictures give themselves, whatever
/// their skin tone. Stop words give nothing. A text and a question are split alike, so what is written the same is found.
/// </remarks>
/// <param name="text">Valid UTF-16 with its case, as <see cref="NormalizedText"/> gives it.</param>
internal ref struct KeywordTokenizer(Span<char> text)
{
    private const int ThousandsDigits = 3;
    private static readonly SearchValues<char> Joints = SearchValues.Create("_.-/@+&#");

    private readonly ReadOnlySpan<char> _text = text;
    private LexicalTokenizer _tokens = new(text);

    // Where what was read last ends.
    private int _end;
    private bool _wasWord;

    // Where the words joined by low lines start, and those joined by any sign; and whether there are several.
    private int _nameStart;
    private bool _isName;
    private int _chainStart;
    private bool _isChain;

    // A character that no other stands beside so far; -1 for none.
    private int _loneStart = -1;

    /// <summary>Adds all terms of the text, in its order.</summary>
    public void AddTo(ref KeywordTerms terms)
    {
        while (_tokens.MoveNext())
        {
            if (_tokens.Kind == LexicalTokenKind.CjkBigram)
            {
                terms.AddWhole(_tokens.Current);
            }
            else if (_tokens.Start >= _end)
            {
                TakeToken(ref terms);
            }
        }

        EndChain(ref terms);
        EndLone(ref terms);
        AddPictures(_text[_end..], ref terms);
    }

    private void TakeToken(ref KeywordTerms terms)
    {
        int start = _tokens.Start;
        ReadOnlySpan<char> gap = _text[_end..start];
        bool isWord = _tokens.Kind == LexicalTokenKind.Word;
        bool isJoined = isWord && _wasWord && IsJoint(gap);
        if (!isJoined)
        {
            EndChain(ref terms);
            AddPictures(gap, ref terms);
        }

        if (isWord)
        {
            EndLone(ref terms);
            Join(isJoined ? gap[0] : null, start, ref terms);
            _end = EndOfThousands(start, start + _tokens.Length);
            terms.AddWord(_text[start.._end]);
            NameParts.AddTo(_text[start.._end], ref terms);
        }
        else
        {
            bool hasNeighbour = gap.IsEmpty && start > 0 && !_wasWord;
            if (!hasNeighbour)
            {
                EndLone(ref terms);
            }

            _loneStart = hasNeighbour ? -1 : start;
            _end = start + _tokens.Length;
        }

        _wasWord = isWord;
    }

    private void Join(char? joint, int start, ref KeywordTerms terms)
    {
        switch (joint)
        {
            case null:
                (_chainStart, _nameStart) = (start, start);
                break;
            case '_':
                _isName = true;
                break;
            default:
                EndName(ref terms);
                _nameStart = start;
                _isChain = true;
                break;
        }
    }

    private void EndName(ref KeywordTerms terms)
    {
        if (_isName)
        {
            terms.AddWhole(_text[_nameStart.._end]);
        }

        _isName = false;
    }

    private void EndChain(ref KeywordTerms terms)
    {
        EndName(ref terms);
        if (_isChain)
        {
            terms.AddWhole(_text[_chainStart.._end]);
        }

        _isChain = false;
    }

    private void EndLone(ref KeywordTerms terms)
    {
        if (_loneStart >= 0)
        {
            terms.AddWhole(_text[_loneStart.._end]);
        }

        _loneStart = -1;
    }

    private readonly bool IsJoint(ReadOnlySpan<char> gap) =>
        gap.Length == 1
        && (Joints.Contains(gap[0])
            || (gap[0] == ':' && char.IsAsciiDigit(_text[_end - 1]) && char.IsAsciiDigit(_text[_end + 1])));

    /// <summary>Gets where a number ends that has commas before each three digits; the word's own end where it is none.</summary>
    private readonly int EndOfThousands(int start, int end)
    {
        if (end - start > ThousandsDigits || !AreDigits(_text[start..end]))
        {
            return end;
        }

        while (end + ThousandsDigits < _text.Length
            && _text[end] == ','
            && AreDigits(_text.Slice(end + 1, ThousandsDigits))
            && !IsWordAt(end + 1 + ThousandsDigits))
        {
            end += 1 + ThousandsDigits;
        }

        return end;
    }

    private readonly bool IsWordAt(int position) =>
        position < _text.Length
        && Rune.DecodeFromUtf16(_text[position..], out Rune rune, out _) == OperationStatus.Done
        && (Rune.IsLetterOrDigit(rune) || LexicalTokenizer.IsMark(rune));

    private static bool AreDigits(ReadOnlySpan<char> text)
    {
        foreach (char unit in text)
        {
            if (!char.IsAsciiDigit(unit))
            {
                return false;
            }
        }

        return true;
    }

    private static void AddPictures(ReadOnlySpan<char> gap, ref KeywordTerms terms)
    {
        if (Ascii.IsValid(gap))
        {
            return;
        }

        for (int start = 0; start < gap.Length;)
        {
            Rune.DecodeFromUtf16(gap[start..], out Rune rune, out int length);
            if (IsRegionalIndicator(rune)
                && Rune.DecodeFromUtf16(gap[(start + length)..], out Rune second, out int more) == OperationStatus.Done
                && IsRegionalIndicator(second))
            {
                // Two letters make a flag.
                length += more;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol && rune != Rune.ReplacementChar)
            {
                terms.AddWhole(gap.Slice(start, length));
            }

            start += length;
        }
    }

    private static bool IsRegionalIndicator(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;
}
