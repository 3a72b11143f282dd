namespace Mem0Sharp.Tests.History.Sqlite;

public sealed class VectorChecksumTests
{
    private const int Blob = 4;

    /// <summary>It is a format: what it says for a row must never change.</summary>
    [Fact]
    public void Value_IsFourInterleavedCrcsOfTypeLengthAndBytes()
    {
        byte[] bytes = [.. Enumerable.Range(0, 77).Select(i => (byte)(i * 7))];
        uint[] lanes = [uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue];
        Feed(ref lanes[0], [.. BitConverter.GetBytes(bytes.Length), .. BitConverter.GetBytes(Blob)]);
        for (int i = 0; i < 64; i++)
        {
            Feed(ref lanes[i / 8 % 4], [bytes[i]]);
        }

        Feed(ref lanes[3], bytes[64..]);
        ulong other = (((ulong)lanes[2] << 32) | lanes[3]) * 0x9E3779B97F4A7C15;
        ulong expected = (((ulong)lanes[0] << 32) | lanes[1]) ^ other ^ (other >> 32);

        Of(bytes).Should().Be((long)expected);
    }

    [Fact]
    public void Value_WithAnyBitTurnedRound_IsAnother()
    {
        byte[] bytes = new byte[203];
        new Random(5).NextBytes(bytes);
        long written = Of(bytes);
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Of(bytes).Should().NotBe(written, "bit {0} is another (seed 5)", bit);
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Value_OfTheSameBytesAsOtherValuesOrOfAnotherType_IsAnother()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        VectorChecksum parted = VectorChecksum.Start;
        parted.Add(Blob, bytes.AsSpan(0, 4));
        parted.Add(Blob, bytes.AsSpan(4));
        VectorChecksum text = VectorChecksum.Start;
        text.Add(Blob - 1, bytes);

        new[] { Of(bytes), parted.Value, text.Value, VectorChecksum.Start.Value }.Should().OnlyHaveUniqueItems();
    }

    private static long Of(byte[] bytes)
    {
        VectorChecksum checksum = VectorChecksum.Start;
        checksum.Add(Blob, bytes);
        return checksum.Value;
    }

    /// <summary>CRC-32C as it is defined: bit by bit, its polynomial reflected.</summary>
    private static void Feed(ref uint crc, byte[] bytes)
    {
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82F63B78;
            }
        }
    }
}
