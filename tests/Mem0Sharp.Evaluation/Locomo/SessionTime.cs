using System.Globalization;

namespace Mem0Sharp.Evaluation;

/// <summary>Reads the time of a session as the data writes it: "1:56 pm on 8 May, 2023".</summary>
internal static class SessionTime
{
    private const string Format = "h:mm tt 'on' d MMMM, yyyy";

    /// <returns>That time, as UTC: the data names no time zone.</returns>
    /// <exception cref="FormatException">It is written differently.</exception>
    public static DateTimeOffset Read(string text) =>
        DateTimeOffset.TryParseExact(
            text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset time)
            ? time
            : throw new FormatException($"'{text}' is no time of a session like '1:56 pm on 8 May, 2023'.");
}
