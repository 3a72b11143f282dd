namespace Mem0Sharp;

/// <summary>A stretch of time, in UTC.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it has ended: after <paramref name="From"/>.</param>
/// <remarks>What would begin or end outside of the years 1 to 9999 is null; the very end of the calendar counts as an end.</remarks>
internal readonly record struct CalendarSpan(DateTime From, DateTime To)
{
    private const int MonthsOfYear = 12;

    /// <summary>Gets the unit that an instant is in, or one that lies a number of units before or after it.</summary>
    public static CalendarSpan? Of(CalendarUnit unit, DateTime at, int moved)
    {
        DateTime monday = at.Date.AddDays(-(((int)at.DayOfWeek + 6) % 7));
        return unit switch
        {
            CalendarUnit.Day => Between(Move(at.Date, unit, moved), days: 1),
            CalendarUnit.Week => Between(Move(monday, unit, moved), days: 7),
            CalendarUnit.Weekend => Between(Move(Move(monday, CalendarUnit.Week, moved), CalendarUnit.Day, 5), days: 2),
            CalendarUnit.Month => Move(FirstDay(at.Year, at.Month), unit, moved) is { } first ? OfMonth(first.Year, first.Month) : null,
            _ => Move(FirstDay(at.Year, 1), unit, moved) is { } first ? OfYear(first.Year) : null,
        };
    }

    /// <summary>Gets what "three weeks ago" means: a day where days are counted, else as long a time as the unit, around that day.</summary>
    public static CalendarSpan? Around(CalendarUnit unit, DateTime at, int moved)
    {
        if (unit == CalendarUnit.Day)
        {
            return Of(unit, at, moved);
        }

        double days = unit switch { CalendarUnit.Month => 30, CalendarUnit.Year => 364, _ => 7 };
        return Move(at.Date, unit, moved) is { } day && Shift(day, TimeSpan.FromDays(-days / 2)) is { } from ? Between(from, days) : null;
    }

    /// <summary>Gets a year.</summary>
    public static CalendarSpan OfYear(int year) => Between(FirstDay(year, 1), DateTime.IsLeapYear(year) ? 366 : 365)!.Value;

    /// <summary>Gets a month.</summary>
    public static CalendarSpan OfMonth(int year, int month) => Between(FirstDay(year, month), DateTime.DaysInMonth(year, month))!.Value;

    /// <summary>Gets a day; the last of the month where it has fewer days.</summary>
    public static CalendarSpan OfDay(int year, int month, int day) =>
        Between(FirstDay(year, month).AddDays(Math.Min(day, DateTime.DaysInMonth(year, month)) - 1), days: 1)!.Value;

    /// <summary>Gets the latest such day of the week before a day, or the first at or after it; of a weekend, both its days.</summary>
    public static CalendarSpan? Beside(DayOfWeek weekday, DateTime day, bool isBefore, int days = 1)
    {
        int later = (((int)weekday - (int)day.DayOfWeek) + 7) % 7;
        return Between(Move(day.Date, CalendarUnit.Day, isBefore ? later - 7 : later), days);
    }

    /// <summary>Moves an instant by a number of units; of a month with fewer days, the last.</summary>
    public static DateTime? Move(DateTime? at, CalendarUnit unit, int moved)
    {
        if (at is not { } instant)
        {
            return null;
        }

        if (unit is not (CalendarUnit.Month or CalendarUnit.Year))
        {
            return Shift(instant, TimeSpan.FromDays((double)moved * (unit == CalendarUnit.Day ? 1 : 7)));
        }

        int months = ((instant.Year - 1) * MonthsOfYear) + instant.Month - 1 + (moved * (unit == CalendarUnit.Year ? MonthsOfYear : 1));
        return months is >= 0 and < 9_999 * MonthsOfYear ? instant.AddMonths(moved * (unit == CalendarUnit.Year ? MonthsOfYear : 1)) : null;
    }

    private static DateTime FirstDay(int year, int month) => new(year, month, 1, 0, 0, 0, DateTimeKind.Utc);

    private static CalendarSpan? Between(DateTime? from, double days) => from is { } start
        ? new CalendarSpan(start, Shift(start, TimeSpan.FromDays(days)) ?? new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc))
        : null;

    private static DateTime? Shift(DateTime at, TimeSpan by)
    {
        long ticks = at.Ticks + by.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }
}
