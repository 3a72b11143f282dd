using System.Globalization;

namespace Mem0Sharp;

/// <summary>Reads years, months and days that a text names: "7 May 2026", "May 7th", "2026-05-07", "in 2026".</summary>
/// <remarks>Months are English. A month that is a word besides, "May" or "March", needs a day, a year, or a word as "in" before it.</remarks>
internal static class EntityDates
{
    private const int FirstYear = 1_900;
    private const int LastYear = 2_099;

    private static readonly string[] Months = [.. DateTimeFormatInfo.InvariantInfo.MonthNames.Where(name => name.Length > 0)];
    private static readonly string[] Before = ["in", "of", "since", "until", "by", "last", "next", "this", "early", "late", "during", "from"];

    /// <summary>Reads the date that begins at a word.</summary>
    /// <param name="words">The words.</param>
    /// <param name="at">The word.</param>
    /// <param name="count">How many words it has.</param>
    /// <returns>As ISO 8601 has it; null where none begins.</returns>
    public static string? Read(IReadOnlyList<EntityWord> words, int at, out int count)
    {
        count = 1;
        string word = words[at].Text;
        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return IsYear(date.Year) ? word : null;
        }

        if (DateOnly.TryParseExact(word, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly month))
        {
            return IsYear(month.Year) ? word : null;
        }

        if (YearOf(word) is { } year)
        {
            return year.ToString(CultureInfo.InvariantCulture);
        }

        // "7 May", "the 7th of May".
        if (DayOf(word) is { } day)
        {
            int monthAt = at + 1 < words.Count && words[at + 1].IsWord("of") ? at + 2 : at + 1;
            if (monthAt < words.Count && MonthOf(words[monthAt].Text) is { } named)
            {
                count = monthAt + 1 - at;
                return WithYear(words, at, named, day, ref count);
            }

            return null;
        }

        if (MonthOf(word) is not { } known)
        {
            return null;
        }

        int? dayAfter = at + 1 < words.Count && words[at + 1].IsBesideLast ? DayOf(words[at + 1].Text) : null;
        count = dayAfter is null ? 1 : 2;
        string written = WithYear(words, at, known, dayAfter, ref count);
        return count > 1 || !IsAmbiguous(word) || (at > 0 && Before.Contains(words[at - 1].Text, StringComparer.OrdinalIgnoreCase)) ? written : null;
    }

    /// <summary>Tells whether a word is the name of a month, and of nothing else.</summary>
    public static bool IsMonth(string word) => MonthOf(word) is not null && !IsAmbiguous(word);

    private static string WithYear(IReadOnlyList<EntityWord> words, int at, int month, int? day, ref int count)
    {
        int next = at + count;
        int? year = next < words.Count && !words[next].BeginsSentence ? YearOf(words[next].Text) : null;
        count += year is null ? 0 : 1;
        if (day > DateTime.DaysInMonth(year ?? 2_000, month))
        {
            day = null;
        }

        return (year, day) switch
        {
            (null, null) => string.Create(CultureInfo.InvariantCulture, $"--{month:00}"),
            (null, _) => string.Create(CultureInfo.InvariantCulture, $"--{month:00}-{day:00}"),
            (_, null) => string.Create(CultureInfo.InvariantCulture, $"{year}-{month:00}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{year}-{month:00}-{day:00}"),
        };
    }

    private static bool IsAmbiguous(string word) => word is "May" or "March" or "August";

    private static int? MonthOf(string word)
    {
        int index = Array.FindIndex(Months, name => string.Equals(name, word, StringComparison.Ordinal));
        return index < 0 ? null : index + 1;
    }

    private static int? DayOf(string word)
    {
        ReadOnlySpan<char> digits = word.AsSpan().TrimEnd("stndrh");
        return digits.Length is 1 or 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int day) && day is >= 1 and <= 31
            ? day
            : null;
    }

    private static int? YearOf(string word) =>
        word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && IsYear(year) ? year : null;

    private static bool IsYear(int year) => year is >= FirstYear and <= LastYear;
}
