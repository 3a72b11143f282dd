using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A memory as the log keeps it: its JSON in UTF-8.</summary>
/// <remarks>For whoever writes an <see cref="IHistoryStore"/> or an <see cref="IVectorStore"/>. Thread-safe.</remarks>
public static class HistoryRecord
{
    /// <summary>Writes a memory.</summary>
    /// <param name="item">The memory.</param>
    /// <returns>Its JSON. Equal content gives equal bytes; no byte is 0.</returns>
    public static byte[] Write(MemoryItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer))
        {
            MemoryItemJsonConverter.Write(writer, item);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote. What it says is taken as it is: it was checked when it was written.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <returns>The memory, equal to what was written.</returns>
    /// <exception cref="JsonException">It is no JSON, or no memory.</exception>
    public static MemoryItem Read(ReadOnlySpan<byte> utf8)
    {
        Utf8JsonReader reader = new(utf8);
        reader.Read();
        return MemoryItemJsonConverter.Read(ref reader, MemoryMetadata.FromChecked);
    }

    /// <summary>Gets what a version is chained by: <see cref="HistoryEntry.NewHash"/>.</summary>
    /// <param name="utf8">The memory as <see cref="Write"/> writes it.</param>
    /// <returns>Its SHA-256 in lower-case hexadecimal.</returns>
    public static string Hash(ReadOnlySpan<byte> utf8) => Sha256.Of(utf8);

    /// <summary>Gets the key of a text's embedding: SHA-256, so that no text can be made to share another's vector.</summary>
    /// <param name="text">The text.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] TextHash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
