using System.Text;

namespace Mem0Sharp;

/// <summary>64-bit FNV-1a over the UTF-8 bytes of text, one code point at a time and without a byte buffer.</summary>
/// <remarks>
/// Chosen over <see cref="string.GetHashCode()"/>, which differs in every process: a stored vector has to
/// match one made tomorrow on another machine. Incremental, so that the 3-, 4- and 5-gram that start at one letter
/// are one walk. Source: the FNV hash by Fowler, Noll and Vo (RFC 9923).
/// </remarks>
internal static class Fnv1a
{
    private const ulong OffsetBasis = 0xCBF29CE484222325;
    private const ulong Prime = 0x00000100000001B3;

    /// <summary>Gets the state after <paramref name="first"/> alone: the byte that keeps kinds of feature apart.</summary>
    public static ulong Start(byte first) => Append(OffsetBasis, first);

    /// <summary>Gets the state after one more byte.</summary>
    public static ulong Append(ulong state, byte next) => unchecked((state ^ next) * Prime);

    /// <summary>Gets the state after the one to four UTF-8 bytes of <paramref name="next"/>.</summary>
    public static ulong Append(ulong state, Rune next)
    {
        if (next.IsAscii)
        {
            return Append(state, (byte)next.Value);
        }

        Span<byte> utf8 = stackalloc byte[4];
        int written = next.EncodeToUtf8(utf8);
        foreach (byte value in utf8[..written])
        {
            state = Append(state, value);
        }

        return state;
    }

    /// <summary>Gets the state after the UTF-8 bytes of <paramref name="text"/>.</summary>
    public static ulong Append(ulong state, ReadOnlySpan<char> text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            state = Append(state, rune);
        }

        return state;
    }
}
