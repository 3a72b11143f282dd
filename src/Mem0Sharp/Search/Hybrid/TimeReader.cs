namespace Mem0Sharp;

/// <summary>Reads the time that a question names. Looks at each word a few times, however long the text.</summary>
/// <remarks>
/// Of several times the first counts; but a date counts before what is told from now, and that before "now". A month and a year that stand apart
/// belong together.
/// </remarks>
/// <param name="words">The question.</param>
/// <param name="now">The instant that it is asked at, in UTC.</param>
internal sealed class TimeReader(TimeText words, DateTime now)
{
    /// <returns>Null when it names none.</returns>
    public NamedPeriod? Read()
    {
        CalendarDate? month = null;
        int? year = null;
        NamedPeriod? relative = null;
        bool asksForNow = false;
        for (int place = 0; place < words.Count;)
        {
            if (RangeAt(place) is { } range)
            {
                if (range.IsOfDates && month is null)
                {
                    return range.Period;
                }

                relative ??= range.Period;
                place = range.Next;
            }
            else if (MentionAt(place, isSure: false) is { } mention)
            {
                NamedPeriod? period = InItsPlace(mention, out bool isPlain);
                if (mention.Date is null)
                {
                    relative ??= period;
                }
                else if (!isPlain || mention.Date is { Year: not null, Month: not null })
                {
                    if (period is not null && month is null)
                    {
                        return period;
                    }

                    year ??= isPlain ? mention.Date.Value.Year : null;
                }
                else if (mention.Date.Value.Month is null)
                {
                    year ??= mention.Date.Value.Year;
                }
                else
                {
                    month ??= mention.Date;
                }

                place = mention.Next;
            }
            else
            {
                asksForNow |= RelativeWords.AsksForNow(words, place);
                place++;
            }
        }

        return (month, year) switch
        {
            ({ } named, { } of) => NamedPeriod.At((named with { Year = of }).Checked().In(of)),
            ({ } named, null) => NamedPeriod.EveryYear(named, named),
            (null, { } of) => NamedPeriod.At(CalendarSpan.OfYear(of)),
            _ => relative ?? (asksForNow ? NamedPeriod.Holding(now) : null),
        };
    }

    private TimeMention? MentionAt(int place, bool isSure) => DateWords.Read(words, place, isSure) ?? RelativeWords.Read(words, place, now);

    private int AfterArticle(int place) => words.Key(place) is "the" ? place + 1 : place;

    /// <summary>Reads what the words before a time make of it: "since May 2023", "two weeks before 7 May".</summary>
    /// <returns>Null where it is no time that is sure: "before May", of which year?</returns>
    private NamedPeriod? InItsPlace(TimeMention mention, out bool isPlain)
    {
        int place = words.Key(mention.Start - 1) is "the" ? mention.Start - 2 : mention.Start - 1;
        string preposition = words.Key(place);
        if (preposition is "to" && words.Key(place - 1) is "prior")
        {
            (preposition, place) = ("before", place - 1);
        }

        isPlain = preposition is not ("before" or "until" or "till" or "after" or "since");
        if (isPlain)
        {
            return mention.Span is { } span ? NamedPeriod.At(span) : null;
        }

        CalendarSpan? named = mention.Span ?? mention.Date?.Latest(now, hasEnded: preposition is "after");
        if (named is not { } known)
        {
            return null;
        }

        if (preposition is "before" or "after" && BesideIt(place, known, preposition is "before", out CalendarSpan? beside))
        {
            return beside is { } found ? NamedPeriod.At(found) : null;
        }

        return preposition switch
        {
            "since" => NamedPeriod.Between(known.From, null),
            "after" => NamedPeriod.Between(known.To, null),
            _ when mention.Span is null => null,
            "before" => NamedPeriod.Between(null, known.From),
            _ => NamedPeriod.Between(null, known.To),
        };
    }

    /// <summary>Reads "the week", "two days", "the Sunday" or "shortly" before or after a time.</summary>
    /// <param name="preposition">Where "before" or "after" stands.</param>
    /// <param name="named">The time.</param>
    /// <param name="isBefore">Which of them it is.</param>
    /// <param name="beside">What they mean; null outside of the calendar.</param>
    /// <returns>False where there is no such word.</returns>
    private bool BesideIt(int preposition, CalendarSpan named, bool isBefore, out CalendarSpan? beside)
    {
        string word = words.Key(preposition - 1);
        DateTime edge = isBefore ? named.From : named.To;
        if (word is "just" or "right" or "shortly" or "soon" or "immediately")
        {
            beside = named;
            return true;
        }

        if (TimeWords.Weekday(words.Word(preposition - 1)) is { } weekday)
        {
            beside = CalendarSpan.Beside(weekday, edge, isBefore);
            return true;
        }

        beside = null;
        if (TimeWords.Unit(word, out bool isPlural) is not { } unit)
        {
            return false;
        }

        int? count = TimeWords.Count(words.Key(preposition - 2));
        if (unit == CalendarUnit.Weekend)
        {
            beside = isPlural || count > 1 ? named : CalendarSpan.Beside(DayOfWeek.Saturday, edge, isBefore, days: 2);
        }
        else if (count is null && isPlural)
        {
            beside = named;
        }
        else if (count is { } number && words.Key(preposition - 3) is not ("the" or "last"))
        {
            // Counted from its first day, or from its last.
            DateTime? day = isBefore ? edge : CalendarSpan.Move(edge, CalendarUnit.Day, -1);
            beside = day is { } from ? CalendarSpan.Around(unit, from, isBefore ? -number : number) : null;
        }
        else if (CalendarSpan.Move(edge, unit, (count ?? 1) * (isBefore ? -1 : 1)) is { } far)
        {
            beside = isBefore ? new CalendarSpan(far, edge) : new CalendarSpan(edge, far);
        }

        return true;
    }

    /// <summary>Reads "between May and July 2023", "from 2019 to 2021", "from May 2023 on".</summary>
    private (NamedPeriod Period, bool IsOfDates, int Next)? RangeAt(int place)
    {
        bool isBetween = words.Key(place) is "between";
        if ((!isBetween && words.Key(place) is not "from") || FirstAt(AfterArticle(place + 1)) is not { } first)
        {
            return null;
        }

        bool isOfDates = first.Date is not null;
        if (!isBetween && words.Key(first.Next) is "on" or "onward" or "onwards")
        {
            return (first.Span ?? first.Date?.Latest(now, hasEnded: false)) is { } start
                ? (NamedPeriod.Between(start.From, null), isOfDates, first.Next + 1)
                : null;
        }

        bool goesOn = isBetween ? words.Key(first.Next) is "and" : words.Key(first.Next) is "to" or "until" or "till" or "through";
        return goesOn && LastAt(AfterArticle(first.Next + 1), first) is { } last && Joined(first, last) is { } period
            ? (period, isOfDates || last.Date is not null, last.Next)
            : null;
    }

    /// <summary>Reads the first time of a range; of "between 11 and 15 August", its month is that of the second.</summary>
    private TimeMention? FirstAt(int place)
    {
        if (MentionAt(place, isSure: true) is { } mention)
        {
            return mention;
        }

        return TimeWords.Day(words.Word(place)) is { } day
            && words.Key(place + 1) is "and" or "to" or "until" or "till" or "through"
            && DateWords.Read(words, AfterArticle(place + 2), isSure: true) is { Date: { Month: not null, Day: not null } date }
                ? TimeMention.Of(place, place + 1, date with { Day = day })
                : null;
    }

    /// <summary>Reads the second time of a range; of "between August 11 and 15", its month is that of the first.</summary>
    private TimeMention? LastAt(int place, TimeMention first)
    {
        if (MentionAt(place, isSure: true) is { } mention)
        {
            return mention;
        }

        return TimeWords.Day(words.Word(place)) is { } day && first.Date is { Month: not null, Day: not null } date
            ? DateWords.WithYear(words, place, place + 1, date with { Day = day })
            : null;
    }

    private static NamedPeriod? Joined(TimeMention first, TimeMention last)
    {
        if (first.Date is { Year: null } from && last.Date is { Year: null } to)
        {
            return NamedPeriod.EveryYear(from, to);
        }

        CalendarSpan? begin = first.Span;
        CalendarSpan? end = last.Span;
        if (begin is null && first.Date is { } earlier && last.Date?.Year is { } ofLast)
        {
            begin = earlier.In(ofLast).From < last.Span!.Value.To ? earlier.In(ofLast) : earlier.In(ofLast - 1);
        }

        if (end is null && last.Date is { } later && first.Date?.Year is { } ofFirst)
        {
            end = later.In(ofFirst).To > first.Span!.Value.From ? later.In(ofFirst) : later.In(ofFirst + 1);
        }

        if (begin is not { } a || end is not { } b)
        {
            return null;
        }

        return a.From <= b.From ? NamedPeriod.Between(a.From, b.To) : NamedPeriod.Between(b.From, a.To);
    }
}
