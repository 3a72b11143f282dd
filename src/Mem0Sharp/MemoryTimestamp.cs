using System.Globalization;

namespace Mem0Sharp;

/// <summary>When something was so, as a caller knows it: an instant with an offset, or Unix seconds.</summary>
/// <remarks>Immutable. Kept as UTC. A <see cref="DateTimeOffset"/> and a <see cref="long"/> of Unix seconds convert to it.</remarks>
public readonly record struct MemoryTimestamp
{
    private const long FirstSecond = -62_135_596_800, LastSecond = 253_402_300_799;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyyMMdd'T'HHmmssK",
    ];

    private readonly DateTimeOffset _instant;

    private MemoryTimestamp(DateTimeOffset instant) => _instant = instant.ToUniversalTime();

    /// <summary>Gets the instant, in UTC.</summary>
    public DateTimeOffset Instant => _instant;

    /// <summary>Takes an instant.</summary>
    /// <param name="instant">The instant, with any offset.</param>
    public static implicit operator MemoryTimestamp(DateTimeOffset instant) => From(instant);

    /// <summary>Takes Unix seconds.</summary>
    /// <param name="unixSeconds">Seconds since 1970-01-01T00:00:00Z.</param>
    /// <exception cref="MemoryValidationException">It is outside the years 1 to 9999.</exception>
    public static implicit operator MemoryTimestamp(long unixSeconds) => FromUnixSeconds(unixSeconds);

    /// <summary>Takes an instant.</summary>
    /// <param name="instant">The instant, with any offset.</param>
    /// <returns>The timestamp.</returns>
    public static MemoryTimestamp From(DateTimeOffset instant) => new(instant);

    /// <summary>Takes Unix seconds.</summary>
    /// <param name="seconds">Seconds since 1970-01-01T00:00:00Z, in the years 1 to 9999.</param>
    /// <returns>The timestamp.</returns>
    /// <exception cref="MemoryValidationException">It is outside the years 1 to 9999.</exception>
    public static MemoryTimestamp FromUnixSeconds(long seconds) => seconds is >= FirstSecond and <= LastSecond
        ? new MemoryTimestamp(DateTimeOffset.FromUnixTimeSeconds(seconds))
        : throw new MemoryValidationException(
            nameof(seconds), "The timestamp is outside the years 1 to 9999.", "Give Unix seconds, not milliseconds.");

    /// <summary>Reads a timestamp as clients send it: Unix seconds, or ISO 8601 with an offset.</summary>
    /// <param name="text">For instance "1767225600", "2026-01-01T00:00:00Z" or "2026-01-01T01:00:00+01:00".</param>
    /// <returns>The timestamp.</returns>
    /// <exception cref="MemoryValidationException">It is neither, or has no offset: then it could be any of a day's hours.</exception>
    public static MemoryTimestamp Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
        {
            return FromUnixSeconds(seconds);
        }

        bool hasOffset = text.Length > 6 && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-');
        return hasOffset && DateTimeOffset.TryParseExact(
            text.ToUpperInvariant(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset instant)
                ? new MemoryTimestamp(instant)
                : throw new MemoryValidationException(
                    nameof(text), "The timestamp cannot be read.", "Give Unix seconds, or ISO 8601 with an offset such as 2026-01-01T00:00:00Z.");
    }

    /// <summary>Returns the instant.</summary>
    /// <returns>For instance "2026-01-01T00:00:00.0000000+00:00".</returns>
    public override string ToString() => _instant.ToString("O", CultureInfo.InvariantCulture);
}
