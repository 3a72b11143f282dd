namespace Mem0Sharp;

/// <summary>Reads times that are counted from now: "yesterday", "last week", "three months ago"; and the words that ask for what holds now.</summary>
internal static class RelativeWords
{
    /// <summary>Reads the time that begins at a place.</summary>
    /// <param name="words">The text.</param>
    /// <param name="start">The place.</param>
    /// <param name="now">From when it is counted.</param>
    /// <returns>Null where none begins, or it lies outside of the calendar.</returns>
    public static TimeMention? Read(TimeText words, int start, DateTime now) => words.Key(start) switch
    {
        "today" or "tonight" => Mention(start, 1, CalendarSpan.Of(CalendarUnit.Day, now, 0)),
        "yesterday" => Mention(start, 1, CalendarSpan.Of(CalendarUnit.Day, now, -1)),
        "tomorrow" => Mention(start, 1, CalendarSpan.Of(CalendarUnit.Day, now, 1)),
        "last" when words.Key(start + 1) is "night" => Mention(start, 2, CalendarSpan.Of(CalendarUnit.Day, now, -1)),
        "last" => Past(words, start, now) ?? Neighbour(words, start, now, -1),
        "past" => Past(words, start, now),
        "this" => Neighbour(words, start, now, 0),
        "next" => Neighbour(words, start, now, 1),
        "the" => BeyondTheNext(words, start, now),
        _ => Ago(words, start, now),
    };

    /// <summary>Tells whether the words at a place ask for what holds now.</summary>
    public static bool AsksForNow(TimeText words, int place) => words.Key(place) switch
    {
        // "Now, where was it?", "now and then", "now that", "until now".
        "now" => !words.IsFirst(place)
            && words.Key(place + 1) is not ("and" or "that")
            && words.Key(place - 1) is not ("until" or "till" or "to" or "from" or "by" or "before" or "after" or "since" or "just" or "every"),
        "currently" or "nowadays" => true,
        "moment" => words.Key(place - 2) is "at" && words.Key(place - 1) is "the"
            && words.Key(place + 1) is not ("of" or "when" or "that" or "where" or "he" or "she" or "it" or "they" or "we" or "you" or "i" or "the"),
        "present" => words.Key(place - 1) is "at",
        "days" => words.Key(place - 1) is "these",
        "current" => words.Key(place - 1) is "my" or "your" or "his" or "her" or "its" or "our" or "their" or "s",
        "still" => IsStill(words, place),
        _ => false,
    };

    /// <summary>Reads "in the last three weeks", "over the past month": what goes on to now.</summary>
    private static TimeMention? Past(TimeText words, int start, DateTime now)
    {
        int? count = TimeWords.Count(words.Key(start + 1));
        int place = count is null ? start + 1 : start + 2;
        bool isExpected = count is not null
            || (words.Key(start) is "past" && words.Key(start - 1) is "this")
            || (words.Key(start - 1) is "the" && words.Key(start - 2) is "in" or "over" or "during" or "within" or "for");
        return isExpected
            && TimeWords.Unit(words.Key(place), out bool isPlural) is { } unit and not CalendarUnit.Weekend
            && isPlural == count > 1
            && words.Key(place + 1) is not "of"
            && CalendarSpan.Move(now, unit, -(count ?? 1)) is { } from
                ? Mention(start, place + 1 - start, new CalendarSpan(from, now))
                : null;
    }

    /// <summary>Reads "last week", "this May", "next Friday".</summary>
    private static TimeMention? Neighbour(TimeText words, int start, DateTime now, int moved)
    {
        // "The last week": of what? "The next year": after what?
        if (words.Key(start - 1) is "the" || words.Key(start + 2) is "of")
        {
            return null;
        }

        if (TimeWords.Weekday(words.Word(start + 1)) is { } weekday)
        {
            DateTime? from = moved switch
            {
                0 => CalendarSpan.Of(CalendarUnit.Week, now, 0)?.From,
                1 => CalendarSpan.Move(now.Date, CalendarUnit.Day, 1),
                _ => now.Date,
            };
            return from is { } day ? Mention(start, 2, CalendarSpan.Beside(weekday, day, isBefore: moved < 0)) : null;
        }

        if (TimeWords.Month(words.Word(start + 1)) is { } month)
        {
            return NeighbourMonth(words, start, now, month, moved);
        }

        return TimeWords.OneUnit(words.Key(start + 1)) is { } unit and not CalendarUnit.Day
            ? Mention(start, 2, CalendarSpan.Of(unit, now, moved))
            : null;
    }

    private static TimeMention? NeighbourMonth(TimeText words, int start, DateTime now, int month, int moved)
    {
        if (DateWords.Read(words, start + 1, isSure: true) is not { Date: { Year: null, Day: null } })
        {
            // "Last May 7", "this May 2023": that is a date.
            return null;
        }

        int year = moved switch
        {
            0 => now.Year,
            1 => month > now.Month ? now.Year : now.Year + 1,
            _ => month < now.Month ? now.Year : now.Year - 1,
        };
        return year is >= 1 and <= 9_999 ? Mention(start, 2, CalendarSpan.OfMonth(year, month)) : null;
    }

    /// <summary>Reads "the week before last", "the month after next".</summary>
    private static TimeMention? BeyondTheNext(TimeText words, int start, DateTime now)
    {
        int moved = (words.Key(start + 2), words.Key(start + 3)) switch
        {
            ("before", "last") => -2,
            ("after", "next") => 2,
            _ => 0,
        };
        return moved != 0
            && TimeWords.OneUnit(words.Key(start + 1)) is { } unit and not CalendarUnit.Day
            && TimeWords.OneUnit(words.Key(start + 4)) is null
            && TimeWords.Weekday(words.Word(start + 4)) is null
                ? Mention(start, 4, CalendarSpan.Of(unit, now, moved))
                : null;
    }

    /// <summary>Reads "three weeks ago".</summary>
    private static TimeMention? Ago(TimeText words, int start, DateTime now) =>
        words.Key(start + 2) is "ago"
        && TimeWords.Count(words.Key(start)) is { } count
        && TimeWords.Unit(words.Key(start + 1), out bool isPlural) is { } unit and not CalendarUnit.Weekend
        && isPlural == count > 1
        && words.Key(start - 1) is not ("over" or "than" or "least" or "most" or "half" or "or" or "and" or "to")
        && TimeWords.Count(words.Key(start - 1)) is null
            ? Mention(start, 3, CalendarSpan.Around(unit, now, -count))
            : null;

    /// <summary>Tells "does she still live there" from "a still life", "sat still" and "was she still there".</summary>
    private static bool IsStill(TimeText words, int place)
    {
        for (int before = place - 3; before < place; before++)
        {
            if (words.Key(before) is "was" or "were" or "did" or "had" or "would" or "could")
            {
                return false;
            }
        }

        return words.Key(place - 1) is not ("a" or "the" or "sit" or "sits" or "sat" or "sitting" or "stand" or "stands" or "stood" or "standing"
                or "hold" or "holds" or "held" or "keep" or "keeps" or "kept" or "stay" or "stays" or "stayed")
            && words.Key(place + 1) is not ("life" or "water" or "waters" or "image" or "images" or "photo" or "photos" or "wine");
    }

    private static TimeMention? Mention(int start, int length, CalendarSpan? span) => span is null ? null : new TimeMention(start, start + length, null, span);
}
