using System.Globalization;

namespace Mem0Sharp;

/// <summary>The instants that Mem0's releases wrote: ISO 8601 with or without an offset, with "T" or a space; or Unix seconds.</summary>
internal static class Mem0Instant
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    // Exactly these: a lenient parser fills what is missing from the clock of the machine.
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>Reads an instant; one without an offset is taken as UTC, as Mem0 meant it.</summary>
    /// <returns>The instant in UTC, or null when there is none.</returns>
    /// <exception cref="MemoryValidationException">It cannot be read.</exception>
    public static DateTimeOffset? Read(string? text, string parameter) =>
        string.IsNullOrWhiteSpace(text) ? null
        : DateTimeOffset.TryParseExact(text.Trim(), Formats, CultureInfo.InvariantCulture, Utc, out DateTimeOffset instant) ? instant
        : FromUnix(text) ?? throw new MemoryValidationException(
            parameter, "An instant cannot be read.", "Give it as ISO 8601, for instance 2026-03-01T12:00:00+00:00; without an offset it is UTC.");

    /// <summary>Reads until when a memory is shown. A date alone is shown to its end, as Mem0 does.</summary>
    public static DateTimeOffset? ReadExpiry(string? text, string parameter) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date == DateOnly.MaxValue ? null : new DateTimeOffset(date.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
            : Read(text, parameter);

    // Mem0's first releases stored int(time.time()). From 1973 on: shorter numbers are something else.
    private static DateTimeOffset? FromUnix(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 1e8 and < 1e11
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond))
            : null;
}
