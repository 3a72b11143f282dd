using System.Globalization;

namespace Mem0Sharp;

/// <summary>Reads years, months and days that a text names: "7 May 2026", "May 7th", "2026-05-07", "in 2026".</summary>
/// <remarks>
/// Months are English. One that is a word besides, "May" or "March", needs a day, a year, or a word as "in" before it. As a question is read
/// (<see cref="DateWords"/>), but for what is told from now: a text is read long after it was written.
/// </remarks>
internal static class EntityDates
{
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
        if (TimeWords.Date(word) is not null || IsMonthOfAYear(word) || TimeWords.Year(word) is not null)
        {
            return word;
        }

        // "7 May", "the 7th of May".
        if (TimeWords.Day(word) is { } day)
        {
            int monthAt = at + 1 < words.Count && words[at + 1].IsWord("of") ? at + 2 : at + 1;
            if (monthAt < words.Count && (TimeWords.Month(words[monthAt].Text) ?? TimeWords.ShortMonth(words[monthAt].Text)) is { } named)
            {
                count = monthAt + 1 - at;
                return WithYear(words, at, new CalendarDate(null, named, day), ref count);
            }

            return null;
        }

        if ((TimeWords.Month(word) ?? TimeWords.ShortMonth(word)) is not { } known)
        {
            return null;
        }

        int? dayAfter = at + 1 < words.Count && words[at + 1].IsBesideLast ? TimeWords.Day(words[at + 1].Text) : null;
        count = dayAfter is null ? 1 : 2;
        string written = WithYear(words, at, new CalendarDate(null, known, dayAfter), ref count);
        bool isMonthAlone = TimeWords.Month(word) is not null
            && (!TimeWords.IsAlsoAName(word) || (at > 0 && Before.Contains(words[at - 1].Text, StringComparer.OrdinalIgnoreCase)));
        return count > 1 || isMonthAlone ? written : null;
    }

    /// <summary>Tells whether a word is the name of a month, and of nothing else.</summary>
    public static bool IsMonth(string word) => TimeWords.Month(word) is not null && !TimeWords.IsAlsoAName(word);

    private static bool IsMonthOfAYear(string word) =>
        DateOnly.TryParseExact(word, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && TimeWords.Year(word[..4]) is not null;

    private static string WithYear(IReadOnlyList<EntityWord> words, int at, CalendarDate date, ref int count)
    {
        int next = at + count;
        int? year = next < words.Count && !words[next].BeginsSentence ? TimeWords.Year(words[next].Text) : null;
        count += year is null ? 0 : 1;
        return (date with { Year = year }).Checked() switch
        {
            { Year: null, Day: null } => string.Create(CultureInfo.InvariantCulture, $"--{date.Month:00}"),
            { Year: null } => string.Create(CultureInfo.InvariantCulture, $"--{date.Month:00}-{date.Day:00}"),
            { Day: null } => string.Create(CultureInfo.InvariantCulture, $"{year}-{date.Month:00}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{year}-{date.Month:00}-{date.Day:00}"),
        };
    }
}
