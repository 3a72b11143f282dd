namespace Mem0Sharp;

/// <summary>A stretch of the calendar that a question counts in. A week begins on Monday, and a weekend is its Saturday and Sunday.</summary>
internal enum CalendarUnit
{
    Day,
    Week,
    Weekend,
    Month,
    Year,
}
