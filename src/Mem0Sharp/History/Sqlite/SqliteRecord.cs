using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>How a memory and its vector stand in the file.</summary>
internal static class SqliteRecord
{
    /// <exception cref="MemoryStoreException">The record cannot be read: the file is damaged.</exception>
    public static MemoryItem Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <param name="utf8">The record as it stands in the file.</param>
    /// <exception cref="MemoryStoreException">The record cannot be read: the file is damaged.</exception>
    public static MemoryItem Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return HistoryRecord.Read(utf8);
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Unreadable(exception);
        }
    }

    /// <exception cref="MemoryStoreException">There is no such event: the file is damaged.</exception>
    public static MemoryEvent ReadEvent(string name) => Undamaged(() => WireNames.MemoryEvent(name));

    /// <exception cref="MemoryStoreException">There is no such kind: the file is damaged.</exception>
    public static QueuedCallKind ReadQueuedKind(string name) => Undamaged(() => Enum.Parse<QueuedCallKind>(name));

    /// <summary>Writes an instant so that the order of the texts is the order of the instants.</summary>
    public static string Write(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture);

    public static DateTimeOffset ReadInstant(string instant) => Undamaged(() => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));

    /// <summary>Little-endian float32, as on every platform that .NET runs on.</summary>
    public static byte[] Write(ReadOnlyMemory<float> vector) => MemoryMarshal.AsBytes(vector.Span).ToArray();

    /// <param name="bytes">The vector as it stands in the file.</param>
    /// <param name="dimensions">How many numbers it has to have.</param>
    /// <param name="lent">Where it is written; null to make an array of it.</param>
    /// <exception cref="MemoryStoreException">It has another length than the file's vectors: the file is damaged.</exception>
    public static ReadOnlyMemory<float> ReadVector(ReadOnlySpan<byte> bytes, long dimensions, LentVectors? lent = null)
    {
        if (bytes.Length != dimensions * sizeof(float))
        {
            throw new MemoryStoreException("A vector of the memory file has another length than the others: the file is damaged.");
        }

        Memory<float> vector = lent?.Next((int)dimensions) ?? GC.AllocateUninitializedArray<float>((int)dimensions);
        bytes.CopyTo(MemoryMarshal.AsBytes(vector.Span));
        return vector;
    }

    private static T Undamaged<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw Unreadable(exception);
        }
    }

    private static bool IsDamage(Exception exception) =>
        exception is JsonException or InvalidOperationException or FormatException or ArgumentException or MemoryValidationException;

    private static MemoryStoreException Unreadable(Exception exception) =>
        new("A record of the memory file cannot be read: the file is damaged.", innerException: exception);
}
