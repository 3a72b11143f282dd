using System.Globalization;
using System.Text.Json;

namespace Mem0Sharp;

/// <summary>Reads dates of a reply as far as they are known: a day, a month or a year. Never throws.</summary>
internal static class ReplyDate
{
    /// <summary>Reads from when until when something holds. What is no date is not known, and neither is an interval that ends before it begins.</summary>
    /// <returns>The begin of the first day, month or year, and the end of the last, exclusive; UTC.</returns>
    public static (DateTimeOffset? From, DateTimeOffset? To) Interval(JsonElement owner, string first, string last)
    {
        DateTimeOffset? from = Read(owner, first)?.Begin;
        DateTimeOffset? to = Read(owner, last)?.End;
        return from >= to ? (null, null) : (from, to);
    }

    private static (DateTimeOffset Begin, DateTimeOffset End)? Read(JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(name, out JsonElement value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        string text = value.GetString()!.Trim();
        return TryRead(text, "yyyy-MM-dd", out DateTimeOffset day) ? Span(day, static begin => begin.AddDays(1))
            : TryRead(text, "yyyy-MM", out DateTimeOffset month) ? Span(month, static begin => begin.AddMonths(1))
            : TryRead(text, "yyyy", out DateTimeOffset year) ? Span(year, static begin => begin.AddYears(1))
            : null;
    }

    private static bool TryRead(string text, string format, out DateTimeOffset begin) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out begin);

    // The calendar ends with the year 9999, and so does what holds until then.
    private static (DateTimeOffset Begin, DateTimeOffset End) Span(DateTimeOffset begin, Func<DateTimeOffset, DateTimeOffset> next) =>
        (begin, begin.Year == DateTimeOffset.MaxValue.Year ? DateTimeOffset.MaxValue : next(begin));
}
