namespace Mem0Sharp;

/// <summary>One word of a sentence, where it stands, and how it compares.</summary>
/// <param name="Start">Its first character's place in the sentence.</param>
/// <param name="End">The place after its last character.</param>
/// <param name="Lower">Its characters in lower case, with a plain apostrophe.</param>
/// <param name="Breaks">Whether a comma, colon, semicolon or dash stands behind it.</param>
/// <param name="IsCapitalised">Whether it starts with an upper-case letter.</param>
internal readonly record struct SpokenWord(int Start, int End, string Lower, bool Breaks, bool IsCapitalised)
{
    /// <summary>Gets a value indicating whether it holds a digit.</summary>
    public bool HasDigit => Lower.AsSpan().ContainsAnyInRange('0', '9');
}
