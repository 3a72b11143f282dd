using System.Globalization;

namespace Mem0Sharp;

/// <summary>A time that a question names: a year, a month, a day, or parts of one.</summary>
/// <remarks>
/// Read from English month names, years from 1900 to 2099, dates as "2026-05-07", and days beside a month: "7 May", "May 7th, 2026". What it
/// is not sure of is no time: "may" without a capital, numbers alone.
/// </remarks>
internal readonly record struct NamedPeriod(int? Year, int? Month, int? Day)
{
    // What happened is told afterwards, some days later. Between 3 and 30 days nothing changes that was measured.
    private const double DaysAfter = 10;
    private const double DaysBefore = 3;

    private const int FirstYear = 1_900;
    private const int LastYear = 2_099;

    private static readonly string[] Months =
        [.. DateTimeFormatInfo.InvariantInfo.MonthNames.Where(name => name.Length > 0)];

    /// <summary>Finds the first time that a text names.</summary>
    /// <returns>Null when it names none.</returns>
    public static NamedPeriod? Find(string text)
    {
        int? year = null;
        NamedPeriod? month = null;
        string? before = null;
        string? beforeThat = null;
        foreach (string word in Words(text))
        {
            if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
                && date.Year is >= FirstYear and <= LastYear)
            {
                return new NamedPeriod(date.Year, date.Month, date.Day);
            }

            if (MonthOf(word) is { } named && month is null)
            {
                // "7 May", "the 7th of May".
                int? day = DayOf(before) ?? (before is "of" ? DayOf(beforeThat) : null);
                month = new NamedPeriod(null, named, day);
            }
            else if (month is { Day: null } && MonthOf(before) is not null && DayOf(word) is { } day)
            {
                month = month.Value with { Day = day };
            }

            year ??= YearOf(word);
            (beforeThat, before) = (before, word);
        }

        return month is { } found
            ? IsDay(found with { Year = year }) ? found with { Year = year } : found with { Year = year, Day = null }
            : year is null ? null : new NamedPeriod(year, null, null);
    }

    /// <summary>Says how near an instant is to it.</summary>
    /// <returns>1 within it, and the less the farther: 0 to 1. Of a month or a day without a year, the nearest counts.</returns>
    public double Nearness(DateTimeOffset at)
    {
        DateTime instant = at.UtcDateTime;
        if (Year is not null)
        {
            return Nearness(instant, Year.Value);
        }

        double nearest = 0;
        for (int year = Math.Max(1, instant.Year - 1); year <= Math.Min(9_998, instant.Year + 1); year++)
        {
            nearest = Math.Max(nearest, Nearness(instant, year));
        }

        return nearest;
    }

    private static bool IsDay(NamedPeriod period) =>
        period is not { Month: { } month, Day: { } day } || day <= DateTime.DaysInMonth(period.Year ?? 2_000, month);

    private static int? MonthOf(string? word)
    {
        int index = word is null ? -1 : Array.FindIndex(Months, name => string.Equals(name, word, StringComparison.Ordinal));
        return index < 0 ? null : index + 1;
    }

    private static int? DayOf(string? word)
    {
        ReadOnlySpan<char> digits = word.AsSpan().TrimEnd("stndrh");
        return digits.Length is 1 or 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int day) && day is >= 1 and <= 31
            ? day
            : null;
    }

    private static int? YearOf(string word) =>
        word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is >= FirstYear and <= LastYear ? year : null;

    private double Nearness(DateTime at, int year)
    {
        int month = Month ?? 1;
        int day = Math.Min(Day ?? 1, DateTime.DaysInMonth(year, month));
        DateTime from = new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        DateTime to = Day is not null ? from.AddDays(1) : Month is not null ? from.AddMonths(1) : from.AddYears(1);
        double distance = at < from ? (from - at).TotalDays / DaysBefore : at >= to ? (at - to).TotalDays / DaysAfter : 0;
        return Math.Exp(-distance);
    }

    /// <summary>Gets the runs of letters, digits and hyphens.</summary>
    private static IEnumerable<string> Words(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = start;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || (text[end] == '-' && end > start)))
            {
                end++;
            }

            if (end > start)
            {
                yield return text[start..end];
            }

            start = end + 1;
        }
    }
}
