using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mem0Sharp;

/// <summary>SHA-256 in lower-case hexadecimal.</summary>
internal static class Sha256
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Hashes several texts so that no two lists of them run into each other; null differs from empty.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string? part in parts)
        {
            byte[] bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
