using System.Globalization;

namespace Mem0Sharp;

/// <summary>The words that times are told in. English.</summary>
internal static class TimeWords
{
    private const int FirstYear = 1_900;
    private const int LastYear = 2_099;

    private static readonly string[] MonthNames = [.. DateTimeFormatInfo.InvariantInfo.MonthNames.Where(name => name.Length > 0)];

    private static readonly string[] Weekdays = DateTimeFormatInfo.InvariantInfo.DayNames;

    private static readonly string[] Numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    /// <summary>Gets the month of a name with a capital, as people write it.</summary>
    /// <returns>Null for any other word.</returns>
    public static int? Month(string word)
    {
        int index = Array.FindIndex(MonthNames, name => string.Equals(name, word, StringComparison.Ordinal));
        return index < 0 ? null : index + 1;
    }

    /// <summary>Gets the month of "Oct" or "Sept". Some are names of people too, so they are months only beside a day or a year.</summary>
    /// <returns>Null for any other word.</returns>
    public static int? ShortMonth(string word)
    {
        int index = word.Length == 3 || word is "Sept" ? Array.FindIndex(MonthNames, name => name.StartsWith(word, StringComparison.Ordinal)) : -1;
        return index < 0 ? null : index + 1;
    }

    /// <summary>Tells whether a month's name is often something else: a name of a person, a verb.</summary>
    public static bool IsAlsoAName(string word) => word is "March" or "April" or "May" or "June" or "August";

    /// <summary>Gets the day of a month: "7", "7th".</summary>
    /// <returns>Null for any other word.</returns>
    public static int? Day(string word)
    {
        ReadOnlySpan<char> digits = word.Length > 2 && word.AsSpan(word.Length - 2) is "st" or "nd" or "rd" or "th" ? word.AsSpan(0, word.Length - 2) : word;
        return digits.Length is 1 or 2 && Number(digits) is { } day and >= 1 and <= 31 ? day : null;
    }

    /// <summary>Gets a year of 1900 to 2099.</summary>
    /// <returns>Null for any other word.</returns>
    public static int? Year(string word) => word.Length == 4 && Number(word) is { } year and >= FirstYear and <= LastYear ? year : null;

    /// <summary>Gets a date as "2026-05-07", of a year of 1900 to 2099.</summary>
    /// <returns>Null for any other word.</returns>
    public static CalendarDate? Date(string word) =>
        DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
        && date.Year is >= FirstYear and <= LastYear
            ? new CalendarDate(date.Year, date.Month, date.Day)
            : null;

    /// <summary>Gets a number from 1 to 999: in digits, "a", "an", or "one" to "twelve".</summary>
    /// <returns>Null for any other word.</returns>
    public static int? Count(string key)
    {
        if (key is "a" or "an")
        {
            return 1;
        }

        int index = Array.IndexOf(Numbers, key);
        return index >= 0 ? index + 1 : key.Length is >= 1 and <= 3 && Number(key) is { } number and >= 1 ? number : null;
    }

    /// <summary>Gets the unit that a word means, of one or of several.</summary>
    /// <returns>Null for any other word.</returns>
    public static CalendarUnit? Unit(string key, out bool isPlural)
    {
        isPlural = key.EndsWith('s');
        return key switch
        {
            "day" or "days" => CalendarUnit.Day,
            "week" or "weeks" => CalendarUnit.Week,
            "weekend" or "weekends" => CalendarUnit.Weekend,
            "month" or "months" => CalendarUnit.Month,
            "year" or "years" => CalendarUnit.Year,
            _ => null,
        };
    }

    /// <summary>Gets the unit that a word means, of one.</summary>
    /// <returns>Null for any other word.</returns>
    public static CalendarUnit? OneUnit(string key) => Unit(key, out bool isPlural) is { } unit && !isPlural ? unit : null;

    /// <summary>Gets the day of the week.</summary>
    /// <returns>Null for any other word.</returns>
    public static DayOfWeek? Weekday(string word)
    {
        int index = Array.FindIndex(Weekdays, name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (DayOfWeek)index;
    }

    private static int? Number(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
