using System.Globalization;
using System.Text.RegularExpressions;

namespace Server.Seed;

/// <summary>Gives each line of the files its moment in the last six months: the same each time, apart from when it is.</summary>
/// <param name="now">When the last of it has happened.</param>
internal sealed partial class SeedScript(DateTimeOffset now)
{
    /// <summary>The last day, which is today.</summary>
    public const int Days = 182;

    private readonly DateTimeOffset _first = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(-Days);

    /// <summary>Gets the beginning of a day, in UTC.</summary>
    public DateTimeOffset At(int day) => _first.AddDays(day);

    /// <summary>Gets the beginning of a day, or null for null.</summary>
    public DateTimeOffset? At(int? day) => day is { } known ? At(known) : null;

    /// <summary>Puts what happens in order. Times of the day are drawn, from 7 to 21 o'clock.</summary>
    public IReadOnlyList<(DateTimeOffset At, SeedFile File, SeedStep Step)> Of(IReadOnlyList<SeedFile> files)
    {
        Random random = new(20_260_301);
        List<(DateTimeOffset At, SeedFile File, SeedStep Step)> all = [];
        foreach (SeedFile file in files)
        {
            Dictionary<int, DateTimeOffset> last = [];
            foreach (SeedStep step in file.Steps)
            {
                DateTimeOffset at = last.TryGetValue(step.Day, out DateTimeOffset before)
                    ? before.AddSeconds(random.Next(20, 900))
                    : At(step.Day).AddSeconds(random.Next(7 * 3_600, 21 * 3_600));
                last[step.Day] = at;
                all.Add((at < now ? at : now, file, step));
            }
        }

        // Stable: what is of one moment stays in the order of its file.
        return [.. all.OrderBy(step => step.At)];
    }

    /// <summary>Writes the dates into a text that it names by their days: "{78}" becomes "14 May".</summary>
    public string Text(string text) => Day().Replace(
        text, day => At(int.Parse(day.Groups["day"].Value, CultureInfo.InvariantCulture)).ToString("d MMMM", CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\{(?<day>\d+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Day();
}
