using System.Text;

namespace Mem0Sharp;

/// <summary>Estimates how many tokens a text has for a model whose tokenizer is not at hand; rather too many than too few.</summary>
internal static class TokenEstimate
{
    // In sixths of a token. Words are the cheap part of English; digits and punctuation are cut into smaller pieces.
    private const int PerLetterOrSpace = 2;
    private const int PerOtherAscii = 4;
    private const int PerByteBeyond = 3;
    private const int PerToken = 6;

    /// <summary>Estimates a text's tokens, rounded up.</summary>
    public static int Of(string text)
    {
        long sixths = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            sixths += !rune.IsAscii ? PerByteBeyond * rune.Utf8SequenceLength
                : rune.Value == ' ' || char.IsAsciiLetter((char)rune.Value) ? PerLetterOrSpace
                : PerOtherAscii;
        }

        return (int)Math.Min(int.MaxValue, (sixths + PerToken - 1) / PerToken);
    }
}
