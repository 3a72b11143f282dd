using System.Globalization;
using System.Text;

namespace Mem0Sharp;

/// <summary>Splits normalised text into words, and Chinese, Japanese and Korean text into characters and bigrams.</summary>
/// <remarks>
/// Chinese and Japanese put no space between words, and Korean joins endings to them; pairs of characters find most
/// words without a dictionary. A word may be overwritten (to stem it) as soon as it has been read; a CJK character
/// may not, since it is read again as part of the next bigram.
/// </remarks>
/// <param name="text">Valid UTF-16, as <see cref="NormalizedText"/> gives it.</param>
internal ref struct LexicalTokenizer(Span<char> text)
{
    private readonly Span<char> _text = text;
    private int _position;
    private int _cjkStart = -1;
    private int _cjkEnd = -1;
    private int _bigramStart = -1;

    /// <summary>Gets where the current token starts in the text, in UTF-16 units.</summary>
    public int Start { get; private set; }

    /// <summary>Gets the length of the current token in UTF-16 units, 1 or more.</summary>
    public int Length { get; private set; }

    /// <summary>Gets what the current token is.</summary>
    public LexicalTokenKind Kind { get; private set; }

    /// <summary>Gets the current token.</summary>
    public readonly Span<char> Current => _text.Slice(Start, Length);

    /// <summary>Goes to the next token.</summary>
    /// <returns><see langword="false"/> when there is none.</returns>
    public bool MoveNext()
    {
        if (_bigramStart >= 0)
        {
            Take(_bigramStart, _cjkEnd, LexicalTokenKind.CjkBigram);
            _bigramStart = -1;
            return true;
        }

        while (_position < _text.Length)
        {
            int start = _position;
            Rune rune = Read();
            if (IsCjk(rune))
            {
                SkipMarks();
                _bigramStart = _cjkEnd == start ? _cjkStart : -1;
                _cjkStart = start;
                _cjkEnd = _position;
                Take(start, _position, LexicalTokenKind.CjkCharacter);
                return true;
            }

            if (Rune.IsLetterOrDigit(rune))
            {
                SkipWord();
                Take(start, _position, LexicalTokenKind.Word);
                return true;
            }
        }

        return false;
    }

    private void Take(int start, int end, LexicalTokenKind kind)
    {
        Start = start;
        Length = end - start;
        Kind = kind;
    }

    private Rune Read()
    {
        Rune.DecodeFromUtf16(_text[_position..], out Rune rune, out int consumed);
        _position += consumed;
        return rune;
    }

    private void SkipWord()
    {
        while (_position < _text.Length)
        {
            int start = _position;
            Rune rune = Read();
            if (!IsMark(rune) && (!Rune.IsLetterOrDigit(rune) || IsCjk(rune)))
            {
                _position = start;
                return;
            }
        }
    }

    private void SkipMarks()
    {
        while (_position < _text.Length)
        {
            int start = _position;
            if (!IsMark(Read()))
            {
                _position = start;
                return;
            }
        }
    }

    /// <summary>Tells whether a rune belongs to the letter before it.</summary>
    public static bool IsMark(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Blocks of the Unicode Character Database. Half-width kana and the compatibility blocks are gone after NFKC.
    // Letters only, since the middle dot between the kana separates words; the Han zero alone is no letter to Unicode.
    private static bool IsCjk(Rune rune) => rune.Value >= 0x1100 && (Rune.IsLetter(rune) || rune.Value == 0x3007) && rune.Value
        is <= 0x11FF                    // Hangul Jamo
        or >= 0x3005 and <= 0x3007      // Han iteration mark, closing mark, zero
        or >= 0x3040 and <= 0x30FF      // Hiragana, Katakana
        or >= 0x3130 and <= 0x318F      // Hangul Compatibility Jamo
        or >= 0x31F0 and <= 0x31FF      // Katakana Phonetic Extensions
        or >= 0x3400 and <= 0x4DBF      // Han, Extension A
        or >= 0x4E00 and <= 0x9FFF      // Han
        or >= 0xA960 and <= 0xA97F      // Hangul Jamo Extended-A
        or >= 0xAC00 and <= 0xD7FF      // Hangul Syllables, Jamo Extended-B
        or >= 0xF900 and <= 0xFAFF      // Han, compatibility
        or >= 0x1AFF0 and <= 0x1B16F    // Kana Extended and Supplement
        or >= 0x20000 and <= 0x3FFFF;   // Han, Extensions B and later
}
