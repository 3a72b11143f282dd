using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mem0Sharp.AspNetCore;

/// <summary>Members of a JSON object. One that is null counts as absent.</summary>
internal static class Field
{
    private static readonly string[] Local =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
    ];

    /// <summary>Gets a text; a number becomes one, as Mem0 does with ids.</summary>
    public static string? Text(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => String(value, name),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
        _ => throw WireException.Wrong(name, "a string"),
    };

    public static bool Flag(JsonObject json, string name, bool otherwise) => json[name] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw WireException.Wrong(name, "true or false"),
    };

    public static int Number(JsonObject json, string name, int otherwise, int least, int most) => json[name] switch
    {
        null => otherwise,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int number) && number >= least && number <= most => number,
        _ => throw WireException.Wrong(name, FormattableString.Invariant($"a whole number from {least} to {most}")),
    };

    public static double? Share(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double share) && share is >= 0 and <= 1 => share,
        _ => throw WireException.Wrong(name, "a number from 0 to 1"),
    };

    public static JsonObject? Object(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonObject value => value,
        _ => throw WireException.Wrong(name, "an object"),
    };

    public static JsonArray? Array(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonArray value => value,
        _ => throw WireException.Wrong(name, "an array"),
    };

    public static IReadOnlyList<string> Texts(JsonObject json, string name) =>
        [.. (Array(json, name) ?? []).Select(element => element is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? String(value, name)
            : throw WireException.Wrong(name, "an array of strings"))];

    /// <summary>Gets an instant: ISO 8601, without an offset in UTC; or Unix seconds.</summary>
    public static DateTimeOffset? Instant(JsonObject json, string name) => json[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double seconds) && Math.Abs(seconds) < 1e11 =>
            DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Instant(String(value, name)),
        _ => throw WireException.Wrong(name, "an instant"),
    };

    /// <summary>Gets until when a memory is shown. A date alone is shown to its end, as Mem0 does.</summary>
    public static DateTimeOffset? Expiry(JsonObject json, string name) =>
        json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String
        && DateOnly.TryParseExact(String(value, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date)
            ? date == DateOnly.MaxValue ? null : new DateTimeOffset(date.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
            : Instant(json, name);

    private static DateTimeOffset Instant(string text) =>
        DateTimeOffset.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? instant
            : MemoryTimestamp.Parse(text).Instant;

    private static string String(JsonValue value, string name)
    {
        try
        {
            return value.GetValue<string>();
        }
        catch (InvalidOperationException)
        {
            throw WireException.Wrong(name, "a text without half surrogate pairs");
        }
    }
}
