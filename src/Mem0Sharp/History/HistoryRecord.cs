using System.Buffers;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>A memory as the log keeps it: its JSON in UTF-8.</summary>
internal static class HistoryRecord
{
    /// <summary>Writes a memory. Equal content gives equal bytes.</summary>
    public static byte[] Write(MemoryItem item)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer))
        {
            MemoryItemJsonConverter.Write(writer, item);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
