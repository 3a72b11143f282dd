namespace Mem0Sharp;

/// <summary>How the codes of a row lie in memory.</summary>
internal static class CodeFormat
{
    /// <summary>The codes of a row are padded with zeros to a multiple of this many: no loop over them has a remainder.</summary>
    public const int Block = 32;

    /// <summary>Returns how many codes a row of so many dimensions has, padding included.</summary>
    public static int Stride(int dimensions) => (dimensions + Block - 1) & -Block;
}
