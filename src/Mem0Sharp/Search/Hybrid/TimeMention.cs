namespace Mem0Sharp;

/// <summary>A time that some words of a text name.</summary>
/// <param name="Start">The first of the words.</param>
/// <param name="Next">The first after them.</param>
/// <param name="Date">The date that they name; null where they count from now.</param>
/// <param name="Span">When it is; null where the date is of no certain year.</param>
internal readonly record struct TimeMention(int Start, int Next, CalendarDate? Date, CalendarSpan? Span)
{
    /// <summary>Gets a date.</summary>
    public static TimeMention Of(int start, int next, CalendarDate date)
    {
        CalendarDate known = date.Checked();
        return new TimeMention(start, next, known, known.Year is { } year ? known.In(year) : null);
    }
}
