using System.Globalization;

namespace Mem0Sharp;

/// <summary>Moments as texts: ISO 8601 with an offset, or a date, which is its midnight in UTC.</summary>
internal static class FilterInstant
{
    private const int DateLength = 10;
    private const string Date = "yyyy-MM-dd";
    private const string Written = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK",
    ];

    /// <summary>Reads a text that may be a moment. Without an offset a time could be any of a day's hours: it is none.</summary>
    /// <returns>Its ticks in UTC, or null.</returns>
    public static long? Read(string text)
    {
        // Most texts are none: they are passed over at a glance.
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-' || !char.IsAsciiDigit(text[0]))
        {
            return null;
        }

        DateTimeOffset instant;
        if (text.Length == DateLength)
        {
            return DateTimeOffset.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant)
                ? instant.UtcTicks
                : null;
        }

        bool hasOffset = text[^1] == 'Z' || text[^6] is '+' or '-';
        return hasOffset && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant)
            ? instant.UtcTicks
            : null;
    }

    public static string Write(long utcTicks) => new DateTimeOffset(utcTicks, TimeSpan.Zero).ToString(Written, CultureInfo.InvariantCulture);
}
