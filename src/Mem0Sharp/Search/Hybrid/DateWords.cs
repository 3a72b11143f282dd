namespace Mem0Sharp;

/// <summary>Reads dates: a year, a month, a day of one, in words or as "2026-05-07".</summary>
internal static class DateWords
{
    /// <summary>Reads the date that begins at a place.</summary>
    /// <param name="words">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="isSure">Whether a month is expected there, so that "May" and "March" are nothing else.</param>
    /// <returns>Null where none begins.</returns>
    public static TimeMention? Read(TimeText words, int start, bool isSure)
    {
        string word = words.Word(start);
        if (TimeWords.Date(word) is { } date)
        {
            return TimeMention.Of(start, start + 1, date);
        }

        if (TimeWords.Year(word) is { } year)
        {
            return TimeMention.Of(start, start + 1, new CalendarDate(year, null, null));
        }

        if (TimeWords.Day(word) is { } day)
        {
            // "7 May", "the 7th of May".
            int place = words.Key(start + 1) is "of" ? start + 2 : start + 1;
            return MonthAt(words, place) is { } of ? WithYear(words, start, place + 1, new CalendarDate(null, of, day)) : null;
        }

        if (MonthAt(words, start) is not { } month)
        {
            return null;
        }

        if (TimeWords.Day(words.Word(start + 1)) is { } dayAfter)
        {
            return WithYear(words, start, start + 2, new CalendarDate(null, month, dayAfter));
        }

        TimeMention mention = WithYear(words, start, start + 1, new CalendarDate(null, month, null));
        bool isMonth = mention.Span is not null
            || (TimeWords.Month(word) is not null && (isSure || !TimeWords.IsAlsoAName(word) || IsMonthExpected(words, start)));
        return isMonth ? mention : null;
    }

    /// <summary>Gets a date with the year that may stand behind it.</summary>
    public static TimeMention WithYear(TimeText words, int start, int next, CalendarDate date)
    {
        int place = words.Key(next) is "of" ? next + 1 : next;
        return TimeWords.Year(words.Word(place)) is { } year
            ? TimeMention.Of(start, place + 1, date with { Year = year })
            : TimeMention.Of(start, next, date);
    }

    private static int? MonthAt(TimeText words, int place) => TimeWords.Month(words.Word(place)) ?? TimeWords.ShortMonth(words.Word(place));

    private static bool IsMonthExpected(TimeText words, int start) => words.Key(start - 1) switch
    {
        "in" or "during" or "since" or "until" or "till" or "early" or "late" or "mid" => true,
        "of" => words.Key(start - 2) is "month" or "beginning" or "start" or "middle" or "end",
        _ => false,
    };
}
