namespace Mem0Sharp;

/// <summary>What a token of <see cref="LexicalTokenizer"/> is.</summary>
internal enum LexicalTokenKind
{
    /// <summary>A run of letters and digits, with their marks.</summary>
    Word,

    /// <summary>One Han, Hiragana, Katakana or Hangul character, with its marks.</summary>
    CjkCharacter,

    /// <summary>Two such characters that stand next to each other.</summary>
    CjkBigram,
}
