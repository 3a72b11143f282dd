namespace Mem0Sharp;

/// <summary>A date that a question names, as far as it names it: a year, a month of a year or of any, a day of a month.</summary>
/// <param name="Year">The year, or null for any. Where there is none, there is a month.</param>
/// <param name="Month">The month, or null for the whole year.</param>
/// <param name="Day">The day, or null for the whole month.</param>
internal readonly record struct CalendarDate(int? Year, int? Month, int? Day)
{
    /// <summary>Gets it without a day that the month does not have: "February 31".</summary>
    public CalendarDate Checked() => this is { Month: { } month, Day: { } day } && day > DateTime.DaysInMonth(Year ?? 2_000, month)
        ? this with { Day = null }
        : this;

    /// <summary>Gets when it is, in its own year or, where it names none, in one that is given.</summary>
    public CalendarSpan In(int year) => this switch
    {
        { Month: { } month, Day: { } day } => CalendarSpan.OfDay(Year ?? year, month, day),
        { Month: { } month } => CalendarSpan.OfMonth(Year ?? year, month),
        _ => CalendarSpan.OfYear(Year ?? year),
    };

    /// <summary>Gets when it last was: the latest that has begun at an instant, or has ended then. Null before the calendar.</summary>
    public CalendarSpan? Latest(DateTime at, bool hasEnded)
    {
        CalendarSpan ofThisYear = In(at.Year);
        if (Year is not null || (hasEnded ? ofThisYear.To : ofThisYear.From) <= at)
        {
            return ofThisYear;
        }

        return at.Year > 1 ? In(at.Year - 1) : null;
    }
}
