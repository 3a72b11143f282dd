using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mem0Sharp;

/// <summary>The checksum of a row with a vector: as quick to compute as the vector is to read, which SHA-256 is not.</summary>
/// <remarks>
/// Four CRC-32C side by side, each of every fourth eight bytes, made one number of 64 bits. A change in what one of them sees changes the
/// number for certain where it spans 32 bits at most, and else but for one in 2^64 or so. It is a format: what it says must never change.
/// </remarks>
internal struct VectorChecksum
{
    private const int Word = sizeof(ulong);
    private const int Block = 4 * Word;

    // Odd, so that multiplying by it loses nothing: 2^64 divided by the golden ratio.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private uint _a;
    private uint _b;
    private uint _c;
    private uint _d;

    /// <summary>Gets the checksum of nothing, to begin with.</summary>
    public static VectorChecksum Start => new() { _a = uint.MaxValue, _b = uint.MaxValue, _c = uint.MaxValue, _d = uint.MaxValue };

    /// <summary>Gets the checksum of what was added.</summary>
    public readonly long Value
    {
        get
        {
            ulong other = (((ulong)_c << 32) | _d) * Spread;
            return (long)((((ulong)_a << 32) | _b) ^ other ^ (other >> 32));
        }
    }

    /// <summary>Adds a value.</summary>
    /// <param name="type">SQLite's number of its type.</param>
    /// <param name="bytes">The value.</param>
    // Compiled well at once: a file that is opened has many read before a method is found to be worth it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int type, ReadOnlySpan<byte> bytes)
    {
        // In locals: a loop over fields would store each of them every time.
        (uint a, uint b, uint c, uint d) = (BitOperations.Crc32C(_a, ((ulong)(uint)type << 32) | (uint)bytes.Length), _b, _c, _d);
        for (; bytes.Length >= Block; bytes = bytes[Block..])
        {
            a = BitOperations.Crc32C(a, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            b = BitOperations.Crc32C(b, BinaryPrimitives.ReadUInt64LittleEndian(bytes[Word..]));
            c = BitOperations.Crc32C(c, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(2 * Word)..]));
            d = BitOperations.Crc32C(d, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(3 * Word)..]));
        }

        foreach (byte last in bytes)
        {
            d = BitOperations.Crc32C(d, last);
        }

        (_a, _b, _c, _d) = (a, b, c, d);
    }
}
