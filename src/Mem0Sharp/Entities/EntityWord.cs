namespace Mem0Sharp;

/// <summary>A word of a text, as <see cref="EntityWords"/> reads it.</summary>
/// <param name="Text">The word, without a possessive "'s".</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends, with its possessive.</param>
/// <param name="BeginsSentence">Whether no word of the same sentence stands before it.</param>
/// <param name="IsBesideLast">Whether nothing but a space parts it from the word before.</param>
internal readonly record struct EntityWord(string Text, int Start, int End, bool BeginsSentence, bool IsBesideLast)
{
    public bool IsCapitalized => char.IsUpper(Text[0]);

    /// <summary>Gets a value indicating whether it owns what comes next: "Ann's".</summary>
    public bool IsPossessive => End - Start > Text.Length;

    public bool IsWord(string lower) => Text.Equals(lower, StringComparison.OrdinalIgnoreCase);
}
