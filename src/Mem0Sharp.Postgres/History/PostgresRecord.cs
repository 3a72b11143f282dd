using System.Text;
using System.Text.Json;

namespace Mem0Sharp.Postgres;

/// <summary>How a memory stands in a row.</summary>
internal static class PostgresRecord
{
    public static string Text(byte[] record) => Encoding.UTF8.GetString(record);

    /// <exception cref="MemoryStoreException">It cannot be read: somebody else wrote it.</exception>
    public static MemoryItem Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return HistoryRecord.Read(utf8);
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or FormatException or ArgumentException or MemoryValidationException)
        {
            throw new MemoryStoreException("A record of the table cannot be read: it is not as it was written.", innerException: exception);
        }
    }

    public static long Ticks(DateTimeOffset instant) => instant.UtcTicks;

    public static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
