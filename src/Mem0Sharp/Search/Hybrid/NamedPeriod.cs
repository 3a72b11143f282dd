namespace Mem0Sharp;

/// <summary>The time that a question names: a stretch of time, open on one side or on none; the same days of every year; or now.</summary>
/// <remarks>
/// Immutable. Read from English words and dates alone, by <see cref="TimeReader"/>, in UTC. docs/search.md has the table of what is read; what is
/// not sure to be a time is none.
/// </remarks>
internal readonly record struct NamedPeriod
{
    // What happened is told afterwards, some days later. Between 3 and 30 days nothing changes that was measured.
    private const double DaysAfter = 10;
    private const double DaysBefore = 3;

    /// <summary>Gets when it begins; null where it is open, or of every year, or now.</summary>
    public DateTime? From { get; private init; }

    /// <summary>Gets when it has ended; null where it is open, or of every year, or now.</summary>
    public DateTime? To { get; private init; }

    /// <summary>Gets the instant of which is asked what holds; else null.</summary>
    public DateTime? HeldAt { get; private init; }

    /// <summary>Gets the first days of every year; else null.</summary>
    public CalendarDate? First { get; private init; }

    /// <summary>Gets the last days of every year; else null.</summary>
    public CalendarDate? Last { get; private init; }

    /// <summary>Gets a stretch of time; null for an open side.</summary>
    public static NamedPeriod Between(DateTime? from, DateTime? to) => new() { From = from, To = to };

    /// <summary>Gets a stretch of time.</summary>
    public static NamedPeriod At(CalendarSpan span) => Between(span.From, span.To);

    /// <summary>Gets the same days of every year.</summary>
    /// <param name="first">When they begin: a month, or a day of one.</param>
    /// <param name="last">The last of them, in the next year where that would be before the first.</param>
    public static NamedPeriod EveryYear(CalendarDate first, CalendarDate last) => new() { First = first, Last = last };

    /// <summary>Gets what holds at an instant.</summary>
    public static NamedPeriod Holding(DateTime at) => new() { HeldAt = at };

    /// <summary>Finds the time that a text names.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="now">The instant that "now", "yesterday" and "last week" are read from.</param>
    /// <returns>Null when it names none.</returns>
    public static NamedPeriod? Find(string text, DateTimeOffset now) => new TimeReader(TimeText.Of(text), now.UtcDateTime).Read();

    /// <summary>Says how near a memory is to it.</summary>
    /// <returns>
    /// 1 within it, and the less the farther: 0 to 1. Of days of every year, the nearest count. Of now, 1 for a memory that holds and 0 for one that does
    /// not: it says itself when it ends, and an hour after that it is as wrong as a year after. Whether it was said lately does not count.
    /// </returns>
    public double Nearness(MemoryItem item)
    {
        if (HeldAt is { } at)
        {
            return item.ValidFrom?.UtcDateTime > at || item.ValidTo?.UtcDateTime <= at ? 0 : 1;
        }

        (DateTime begin, DateTime end) = TimeOf(item);
        return First is { } first && Last is { } last ? NearestYear(first, last, begin, end) : Nearness(From, To, begin, end);
    }

    private static double NearestYear(CalendarDate first, CalendarDate last, DateTime begin, DateTime end)
    {
        if (end.Year - begin.Year > 1)
        {
            // It has a whole year in it.
            return 1;
        }

        double nearest = 0;
        for (int year = Math.Max(1, begin.Year - 1); year <= Math.Min(9_999, end.Year + 1); year++)
        {
            DateTime from = first.In(year).From;
            DateTime to = last.In(year).To;
            nearest = Math.Max(nearest, Nearness(from, to > from ? to : last.In(Math.Min(9_999, year + 1)).To, begin, end));
        }

        return nearest;
    }

    private static double Nearness(DateTime? from, DateTime? to, DateTime begin, DateTime end)
    {
        double distance = end < from ? (from.Value - end).TotalDays / DaysBefore : begin >= to ? (begin - to.Value).TotalDays / DaysAfter : 0;
        return Math.Exp(-distance);
    }

    /// <summary>Gets the time that a memory is about.</summary>
    /// <remarks>
    /// One that says when it ended is a stretch of time; one that ended before it was said, as far as is known, the moment of its end. What holds from some
    /// moment on, and has no end, still holds after any later one; but it is no nearer to May than to June, so of a time with an end its beginning counts.
    /// </remarks>
    private (DateTime Begin, DateTime End) TimeOf(MemoryItem item)
    {
        DateTime said = item.SaidAt.UtcDateTime;
        if (item.ValidTo?.UtcDateTime is { } end)
        {
            return (end < said ? end : said, end);
        }

        return (said, item.ValidFrom is not null && First is null && To is null ? DateTime.MaxValue : said);
    }
}
