namespace Mem0Sharp;

/// <summary>The kind of a feature; its value is the first byte hashed, so that equal text of two kinds differs.</summary>
internal enum LexicalTermKind : byte
{
    /// <summary>The stem of a word, a CJK character or a CJK bigram.</summary>
    Word = (byte)'w',

    /// <summary>Three to five neighbouring letters of a stem.</summary>
    Gram = (byte)'g',

    /// <summary>A character of a text that has no words at all.</summary>
    Character = (byte)'c',
}
